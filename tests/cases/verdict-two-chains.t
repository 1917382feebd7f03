Of two chains the one that finds a victim decides.
--- policy
table t
chain a {
	hook oom
	policy exempt
	uid 9 kill
}
chain b {
	hook oom
	policy kill
}
--- snapshot
snapshot 1
system mem.total=10G
process pid=10 comm=p10 uid=1 rss=9M
--- oom
fired b
victim 10 case.oom:9
rank 10
