A tree counts as one, by the sum of its members.
--- policy
chain c {
	hook oom
	policy exempt
	comm "shell" kill tree
	comm "big" kill
}
--- snapshot
snapshot 1
at 0s
system mem.total=8G mem.available=100M
process pid=10 comm=shell rss=1M
process pid=11 ppid=10 comm=a rss=400M
process pid=12 ppid=11 comm=b rss=400M
process pid=20 comm=big rss=700M
--- oom
fired c
victim 10 case.oom:4 tree 10 11 12
rank 10 20
exempt 11 case.oom:3
exempt 12 case.oom:3
