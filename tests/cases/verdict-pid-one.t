Nobody can take pid 1, not even by name.
--- policy
table t
chain c {
	hook oom
	policy kill
	pid 1 kill override prefer 100
}
--- snapshot
snapshot 1
system mem.total=10G
process pid=1 comm=init rss=9G
process pid=12 comm=p12 rss=1M
--- oom
fired c
victim 12 case.oom:4
rank 12
exempt 1 always
