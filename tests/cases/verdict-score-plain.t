Where the order is by a plain number, a point is one of it.
--- policy
table t
chain c {
	hook oom
	order by threads
	policy kill
	uid 1 score +3
}
--- snapshot
snapshot 1
system mem.total=10G
process pid=10 comm=p10 uid=1 rss=1M threads=5
process pid=11 comm=p11 uid=2 rss=1M threads=7
--- oom
fired c
victim 10 case.oom:5
rank 10 11
