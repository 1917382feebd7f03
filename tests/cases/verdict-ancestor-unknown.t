An ancestor that is not listed: there is none.
--- policy
chain c {
	hook oom
	policy exempt
	ancestor uid 0 exempt
	rss > 0 kill
}
--- snapshot
snapshot 1
system mem.total=10G mem.available=100M
process pid=10 ppid=77 comm=a rss=900M
process pid=11 ppid=10 comm=b rss=10M
--- oom
fired c
victim 10 case.oom:5
rank 10
exempt 11 case.oom:4
