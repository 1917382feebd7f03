A dry chain lets the next one decide.
--- policy
table t
chain a {
	hook oom
	policy kill
	mode dry
	uid 1 kill prefer 9
}
chain b {
	hook oom
	policy kill
}
--- snapshot
snapshot 1
system mem.total=10G
process pid=10 comm=p10 uid=1 rss=1M
process pid=11 comm=p11 uid=2 rss=5M
--- oom
fired b
victim 11 case.oom:10
rank 11 10
