Equal sizes: the younger first, then the higher pid.
--- policy
table t
chain c {
	hook oom
	policy kill
}
--- snapshot
snapshot 1
system mem.total=10G
process pid=10 comm=a rss=1G age=2h
process pid=11 comm=b rss=1G age=1h
process pid=12 comm=c rss=1G age=1h
process pid=13 comm=d rss=1G age=3h
--- oom
fired c
victim 12 case.oom:4
rank 12 11 10 13
