A member that a guard exempts breaks the unit up.
--- policy
chain g {
	hook guard
	comm "safe" uid 0 exempt
}
chain c {
	hook oom
	policy exempt
	comm "shell" kill tree
	comm "big" kill
}
--- snapshot
snapshot 1
system mem.total=10G
process pid=10 comm=shell rss=1M
process pid=11 ppid=10 comm=safe rss=900M
process pid=20 comm=big rss=700M
--- oom
fired c
victim 20 case.oom:9
rank 20 10
exempt 11 case.oom:3
