order by age asc: the youngest first; score still raises.
--- policy
table t
chain c {
	hook oom
	order by age asc
	policy kill
	comm "old" score +7300
}
--- snapshot
snapshot 1
system mem.total=10G
process pid=10 comm=old rss=1G age=2h
process pid=11 comm=young rss=5G age=10m
process pid=12 comm=mid rss=5G age=1h
--- oom
fired c
victim 10 case.oom:5
rank 10 11 12
