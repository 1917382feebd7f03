A goto in a called chain ends that chain, not the one that called it.
--- policy
table t
chain c {
	hook oom
	policy kill
	uid 1 jump p
	uid 1 comm "b" exempt
}
chain p {
	uid 1 goto q
	uid 1 exempt
}
chain q {
	comm "x" exempt
}
--- snapshot
snapshot 1
system mem.total=10G
process pid=10 comm=a uid=1 rss=5M
process pid=11 comm=b uid=1 rss=6M
process pid=12 comm=x uid=1 rss=7M
--- oom
fired c
victim 10 case.oom:4
rank 10
exempt 11 case.oom:6
exempt 12 case.oom:13
