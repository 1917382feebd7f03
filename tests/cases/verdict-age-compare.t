Old and young, in any unit.
--- policy
table t
chain c {
	hook oom
	policy kill
	age > 90m exempt
	age < 30s exempt
}
--- snapshot
snapshot 1
system mem.total=10G
process pid=10 comm=p10 rss=1M age=2h
process pid=11 comm=p11 rss=2M age=1h
process pid=12 comm=p12 rss=3M age=10s
--- oom
fired c
victim 11 case.oom:4
rank 11
exempt 10 case.oom:5
exempt 12 case.oom:6
