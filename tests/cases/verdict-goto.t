Behind a goto nothing comes back: the policy decides. Behind a jump it does.
--- policy
table t
chain c {
	hook oom
	policy kill
	uid 1 goto p
	uid 2 jump p
	rss > 0 exempt
}
chain p {
	comm "x" exempt
}
--- snapshot
snapshot 1
system mem.total=10G
process pid=10 comm=a uid=1 rss=5M
process pid=11 comm=b uid=2 rss=6M
process pid=12 comm=x uid=1 rss=7M
--- oom
fired c
victim 10 case.oom:4
rank 10
exempt 11 case.oom:7
exempt 12 case.oom:10
