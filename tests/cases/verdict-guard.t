What a guard exempts is exempt everywhere; its score counts everywhere.
--- policy
table t
chain g {
	hook guard
	uid 0 exempt
	comm "hog" score +100
}
chain c {
	hook oom
	policy kill
	uid 0 kill prefer 10
}
--- snapshot
snapshot 1
system mem.total=10G mem.available=100M
process pid=1 comm=init
process pid=10 comm=rootd uid=0 rss=5G
process pid=11 comm=hog uid=5 rss=1G
process pid=12 comm=other uid=5 rss=1500M
--- oom
fired c
victim 11 case.oom:9
rank 11 12
exempt 1 always
exempt 10 case.oom:4
