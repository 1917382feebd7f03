Three chains deep, and back to the first.
--- policy
table t
chain c {
	hook oom
	policy kill
	jump a
	uid 3 exempt
}
chain a {
	uid 1 jump b
	uid 2 exempt
}
chain b {
	jump d
	uid 1 exempt
}
chain d {
	uid 1 rss > 5M return
	uid 1 rss < 2M kill prefer 1
}
--- snapshot
snapshot 1
system mem.total=10G
process pid=10 comm=p10 uid=1 rss=9M
process pid=11 comm=p11 uid=1 rss=1M
process pid=12 comm=p12 uid=2 rss=1M
process pid=13 comm=p13 uid=3 rss=1M
process pid=14 comm=p14 uid=4 rss=1M
--- oom
fired c
victim 11 case.oom:18
rank 11 14
exempt 10 case.oom:14
exempt 12 case.oom:10
exempt 13 case.oom:6
