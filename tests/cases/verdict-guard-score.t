The score of a guard chain moves the candidates of every chain.
--- policy
table t
chain g {
	hook guard
	uid 1 score +900
}
chain c {
	hook oom
	policy kill
}
--- snapshot
snapshot 1
system mem.total=10G
process pid=10 comm=p10 uid=1 rss=1M
process pid=11 comm=p11 uid=2 rss=2M
--- oom
fired c
victim 10 case.oom:8
rank 10 11
