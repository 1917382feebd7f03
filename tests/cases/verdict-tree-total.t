tree.total is the process and all its descendants; it is not a sum of a unit.
--- policy
chain c {
	hook oom
	policy exempt
	tree.total > 1G kill
}
--- snapshot
snapshot 1
system mem.total=10G mem.available=100M
process pid=10 comm=a rss=100M
process pid=11 ppid=10 comm=b rss=600M
process pid=12 ppid=11 comm=c rss=500M
--- oom
fired c
victim 11 case.oom:4
rank 11 10
exempt 12 case.oom:3
