The order of candidates is that of swap.
--- policy
table t
chain c {
	hook oom
	order by swap
	policy kill
}
--- snapshot
snapshot 1
system mem.total=10G swap.total=1G
process pid=10 comm=p10 rss=9M swap=1M
process pid=11 comm=p11 rss=1M swap=2M
--- oom
fired c
victim 11 case.oom:5
rank 11 10
