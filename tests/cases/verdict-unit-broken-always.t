A member with oom_score_adj -1000 breaks the unit up, though the policy spares it, too.
--- policy
chain c {
	hook oom
	policy exempt
	comm "shell" kill tree
	comm "big" kill
}
--- snapshot
snapshot 1
system mem.total=10G mem.available=100M
process pid=10 comm=shell rss=1M
process pid=11 ppid=10 comm=safe oom_score_adj=-1000 rss=900M
process pid=20 comm=big rss=700M
--- oom
fired c
victim 20 case.oom:5
rank 20 10
exempt 11 case.oom:3
