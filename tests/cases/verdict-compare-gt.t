Greater, below, at and above the value.
--- policy
table t
chain c {
	hook oom
	policy exempt
	rss > 2M kill
}
--- snapshot
snapshot 1
system mem.total=10G
process pid=10 comm=p10 rss=1M
process pid=11 comm=p11 rss=2M
process pid=12 comm=p12 rss=3M
--- oom
fired c
victim 12 case.oom:5
rank 12
exempt 10 case.oom:4
exempt 11 case.oom:4
