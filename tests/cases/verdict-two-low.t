Of two low chains only one holds.
--- policy
table t
chain a {
	hook low
	when mem.available < 1%
	policy kill prefer 1
}
chain b {
	hook low
	when mem.available < 5%
	policy kill
}
--- snapshot
snapshot 1
system mem.total=10G mem.available=300M
process pid=10 comm=p10 uid=1 rss=9M
--- low
fired b
victim 10 case.oom:10
rank 10
