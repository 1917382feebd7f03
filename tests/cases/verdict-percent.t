A percentage of a size is of mem.total, of swap of swap.total, rounded down.
--- policy
table t
chain c {
	hook oom
	policy exempt
	rss > 25% kill
	swap >= 50% kill prefer 1
	total 10%-20% kill prefer 2
}
--- snapshot
snapshot 1
system mem.total=10001 swap.total=2001
process pid=20 comm=a rss=2500
process pid=21 comm=b rss=2501
process pid=22 comm=c swap=1000
process pid=23 comm=d swap=999
process pid=24 comm=e rss=1000
process pid=25 comm=f rss=2000
process pid=26 comm=g rss=2001
process pid=27 comm=h rss=998
--- oom
fired c
victim 25 case.oom:7
rank 25 24 22 21
exempt 20 case.oom:4
exempt 23 case.oom:4
exempt 26 case.oom:4
exempt 27 case.oom:4
