The order of candidates is that of rss.
--- policy
table t
chain c {
	hook oom
	order by rss
	policy kill
}
--- snapshot
snapshot 1
system mem.total=10G swap.total=1G
process pid=10 comm=p10 rss=3M swap=1M
process pid=11 comm=p11 rss=2M swap=9M
--- oom
fired c
victim 10 case.oom:5
rank 10 11
