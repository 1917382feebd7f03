total is rss, swap and page tables together.
--- policy
table t
chain c {
	hook oom
	policy kill
	total >= 10M exempt
}
--- snapshot
snapshot 1
system mem.total=10G swap.total=1G
process pid=10 comm=p10 rss=4M swap=5M pgtables=1M
process pid=11 comm=p11 rss=4M swap=5M pgtables=1023K
process pid=12 comm=p12 rss=10M
--- oom
fired c
victim 11 case.oom:4
rank 11
exempt 10 case.oom:5
exempt 12 case.oom:5
