The pattern "*".
--- policy
table t
chain c {
	hook oom
	policy exempt
	comm "*" kill
}
--- snapshot
snapshot 1
system mem.total=10G
process pid=10 comm="x" rss=1M
process pid=11 comm="yy" rss=1M
--- oom
fired c
victim 11 case.oom:5
rank 11 10
