override takes even what oom_score_adj -1000 protects.
--- policy
table t
chain c {
	hook oom
	policy exempt
	comm "a" kill
	comm "b" kill override
}
--- snapshot
snapshot 1
system mem.total=10G
process pid=10 comm=a rss=9M oom_score_adj=-1000
process pid=11 comm=b rss=5M oom_score_adj=-1000
--- oom
fired c
victim 11 case.oom:6
rank 11
exempt 10 always
