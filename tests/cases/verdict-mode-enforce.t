mode enforce is what is without it.
--- policy
table t
chain c {
	hook oom
	mode enforce
	policy kill
}
--- snapshot
snapshot 1
system mem.total=10G
process pid=10 comm=p10 rss=1M
--- oom
fired c
victim 10 case.oom:5
rank 10
