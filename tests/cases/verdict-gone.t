Who is gone in a later sample is not there.
--- policy
table t
chain c {
	hook oom
	policy kill
}
--- snapshot
snapshot 1
at 0s
system mem.total=10G
process pid=10 comm=a rss=9M
process pid=11 comm=b rss=1M
at 5s
process pid=10 gone
--- oom
fired c
victim 11 case.oom:4
rank 11
