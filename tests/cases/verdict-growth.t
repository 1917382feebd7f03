Growth is per second over the last ten; a new process has none.
--- policy
chain c {
	hook low
	when mem.available < 10%
	policy exempt
	growth > 50M/s kill
	growth < 0/s kill prefer -1
}
--- snapshot
snapshot 1
at 0s
system mem.total=8G mem.available=100M
process pid=10 comm=a rss=100M
process pid=11 comm=b rss=2G
process pid=12 comm=c rss=1G
at 10s
process pid=10 rss=700M
process pid=12 rss=900M
process pid=13 comm=d rss=3G
--- low
fired c
victim 10 case.oom:5
then 12 case.oom:6
rank 10 12
exempt 11 case.oom:4
exempt 13 case.oom:4
