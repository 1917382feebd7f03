A guard chain may call others; a return there spares nobody.
--- policy
table t
chain g {
	hook guard
	uid 1 jump s
}
chain s {
	comm "no" return
	rss > 0 exempt
}
chain c {
	hook oom
	policy kill
}
--- snapshot
snapshot 1
system mem.total=10G
process pid=10 uid=1 comm=yes rss=1M
process pid=11 uid=1 comm=no rss=2M
process pid=12 uid=2 comm=yes rss=3M
--- oom
fired c
victim 12 case.oom:12
rank 12 11
exempt 10 case.oom:8
