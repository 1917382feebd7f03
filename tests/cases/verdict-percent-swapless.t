Nothing is a percentage of no swap: 0 is not above 5% of 0, but it is at least that.
--- policy
table t
chain c {
	hook oom
	policy exempt
	swap > 5% kill
	comm "b" swap >= 5% kill
}
--- snapshot
snapshot 1
system mem.total=10G swap.total=0
process pid=20 comm=a rss=5G
process pid=21 comm=b rss=5G
--- oom
fired c
victim 21 case.oom:6
rank 21
exempt 20 case.oom:4
