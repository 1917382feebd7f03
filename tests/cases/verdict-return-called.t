return ends the called chain only.
--- policy
table t
chain c {
	hook oom
	policy kill
	jump a
	uid 1 exempt
}
chain a {
	uid 1 return
	rss > 0 exempt
}
--- snapshot
snapshot 1
system mem.total=10G
process pid=10 comm=p10 uid=1 rss=9M
process pid=11 comm=p11 uid=2 rss=1M
--- oom
fired c
exempt 10 case.oom:6
exempt 11 case.oom:10
