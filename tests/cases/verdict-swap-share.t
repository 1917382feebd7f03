A share of swap is of swap.total.
--- policy
table t
chain c {
	hook oom
	policy kill
	swap > 50% exempt
}
--- snapshot
snapshot 1
system mem.total=10G swap.total=1000M
process pid=10 comm=p10 rss=1M swap=501M
process pid=11 comm=p11 rss=1M swap=499M
--- oom
fired c
victim 11 case.oom:4
rank 11
exempt 10 case.oom:5
