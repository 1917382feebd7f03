A dry rule changes nothing: neither its verdict nor its score.
--- policy
table t
chain c {
	hook oom
	policy kill
	comm "a" dry exempt
	comm "b" score +500 dry continue
	comm "c" dry kill prefer 9
	comm "d" dry goto p
}
chain p {
	rss > 0 exempt
}
--- snapshot
snapshot 1
system mem.total=10G
process pid=10 comm=a rss=9M
process pid=11 comm=b rss=5M
process pid=12 comm=c rss=6M
process pid=13 comm=d rss=7M
--- oom
fired c
victim 10 case.oom:4
rank 10 13 12 11
