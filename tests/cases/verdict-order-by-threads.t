The order of candidates is that of threads.
--- policy
table t
chain c {
	hook oom
	order by threads
	policy kill
}
--- snapshot
snapshot 1
system mem.total=10G swap.total=1G
process pid=10 comm=p10 rss=9M threads=2
process pid=11 comm=p11 rss=1M threads=20
--- oom
fired c
victim 11 case.oom:5
rank 11 10
