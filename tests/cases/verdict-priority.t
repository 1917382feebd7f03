The base chain of the lowest priority that yields a victim decides.
--- policy
table t
chain later {
	hook oom
	policy kill
}
chain first {
	hook oom
	priority -1
	policy exempt
	comm "nobody" kill
}
chain second {
	hook oom
	priority -1
	policy exempt
	comm "y" kill
}
--- snapshot
snapshot 1
system mem.total=10G
process pid=20 comm=y rss=1G
process pid=21 comm=z rss=5G
--- oom
fired second
victim 20 case.oom:16
rank 20
exempt 21 case.oom:15
