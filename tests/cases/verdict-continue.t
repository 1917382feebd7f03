continue decides nothing: the next rule does.
--- policy
table t
chain c {
	hook oom
	policy exempt
	uid 1 continue
	uid 1 score +5 continue
	comm "a" kill
}
--- snapshot
snapshot 1
system mem.total=10G
process pid=10 comm=a uid=1 rss=5M
process pid=11 comm=b uid=1 rss=6M
--- oom
fired c
victim 10 case.oom:7
rank 10
exempt 11 case.oom:4
