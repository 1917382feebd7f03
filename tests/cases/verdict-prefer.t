A higher prefer goes before any size.
--- policy
table t
chain c {
	hook oom
	policy kill
	comm "tiny" kill prefer 5
	comm "huge" kill prefer -5
}
--- snapshot
snapshot 1
system mem.total=10G
process pid=10 comm=tiny rss=1M
process pid=11 comm=huge rss=5G
process pid=12 comm=mid rss=1G
--- oom
fired c
victim 10 case.oom:5
rank 10 12 11
