oom_score_adj goes below zero.
--- policy
table t
chain c {
	hook oom
	policy kill
	oom_score_adj < -500 exempt
	oom_score_adj { -100, 5 } exempt
	oom_score_adj == -7 exempt
}
--- snapshot
snapshot 1
system mem.total=10G
process pid=10 comm=p10 rss=1M oom_score_adj=-501
process pid=11 comm=p11 rss=1M oom_score_adj=-500
process pid=12 comm=p12 rss=1M oom_score_adj=-100
process pid=13 comm=p13 rss=1M oom_score_adj=5
process pid=14 comm=p14 rss=1M oom_score_adj=-7
process pid=15 comm=p15 rss=1M oom_score_adj=7
--- oom
fired c
victim 15 case.oom:4
rank 15 11
exempt 10 case.oom:5
exempt 12 case.oom:6
exempt 13 case.oom:6
exempt 14 case.oom:7
