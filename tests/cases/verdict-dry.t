A dry chain decides nothing, and the next one is asked.
--- policy
table t
chain a {
	hook oom
	policy kill
	mode dry
}
chain b {
	hook oom
	policy exempt
	comm "y" kill
}
--- snapshot
snapshot 1
system mem.total=10G
process pid=20 comm=y rss=1G
process pid=21 comm=z rss=5G
--- oom
fired b
victim 20 case.oom:10
rank 20
exempt 21 case.oom:9
