A list of numbers and ranges, out of order and overlapping.
--- policy
table t
chain c {
	hook oom
	policy exempt
	pid { 30-40, 10, 12, 35-50, 11 } kill
}
--- snapshot
snapshot 1
system mem.total=10G
process pid=9 comm=p9 rss=1M
process pid=10 comm=p10 rss=1M
process pid=12 comm=p12 rss=1M
process pid=13 comm=p13 rss=1M
process pid=36 comm=p36 rss=1M
process pid=50 comm=p50 rss=1M
process pid=51 comm=p51 rss=1M
--- oom
fired c
victim 50 case.oom:5
rank 50 36 12 10
exempt 9 case.oom:4
exempt 13 case.oom:4
exempt 51 case.oom:4
