The score that the kernel would give, as /proc shows it.
--- policy
table t
chain c {
	hook oom
	policy exempt
	oom_score > 900 kill
	oom_score 0 exempt
}
--- snapshot
snapshot 1
system mem.total=10G
process pid=10 comm=plain rss=1G
process pid=11 comm=raised rss=1G oom_score_adj=500
process pid=12 comm=never rss=1G oom_score_adj=-1000
--- oom
fired c
victim 11 case.oom:5
rank 11
exempt 10 case.oom:4
exempt 12 case.oom:6
