The order of candidates is that of age.
--- policy
table t
chain c {
	hook oom
	order by age
	policy kill
}
--- snapshot
snapshot 1
system mem.total=10G swap.total=1G
process pid=10 comm=p10 rss=1M age=2h
process pid=11 comm=p11 rss=9M age=1h
--- oom
fired c
victim 10 case.oom:5
rank 10 11
