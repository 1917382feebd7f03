Where nobody is left nothing is done.
--- policy
table t
chain c {
	hook oom
	policy exempt
	comm "x" kill
}
--- snapshot
snapshot 1
system mem.total=10G
process pid=1 comm=init rss=5G
process pid=20 comm=y rss=5G
--- oom
fired c
exempt 1 always
exempt 20 case.oom:4
