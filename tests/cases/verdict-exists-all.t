All matches of `exists` must hold of one process.
--- policy
chain c {
	hook low
	when exists comm "a" rss > 1G
	policy kill
}
--- snapshot
snapshot 1
system mem.total=10G
process pid=10 comm=a rss=9M
process pid=11 comm=b rss=2G
--- low
nothing fired
--- snapshot
snapshot 1
system mem.total=10G
process pid=10 comm=a rss=2G
--- low
fired c
victim 10 case.oom:4
rank 10
