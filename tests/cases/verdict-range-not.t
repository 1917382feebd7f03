Outside of a range, inclusive of nothing.
--- policy
table t
chain c {
	hook oom
	policy exempt
	rss != 2M-3M kill
}
--- snapshot
snapshot 1
system mem.total=10G
process pid=10 comm=p10 rss=1M
process pid=11 comm=p11 rss=2M
process pid=12 comm=p12 rss=3M
process pid=13 comm=p13 rss=4M
--- oom
fired c
victim 13 case.oom:5
rank 13 10
exempt 11 case.oom:4
exempt 12 case.oom:4
