The condition: mem.available < 400M.
--- policy
table t
chain c {
	hook low
	when mem.available < 400M
	policy kill
}
--- snapshot
snapshot 1
system mem.total=10G mem.available=399M
process pid=10 comm=p10 rss=1M
--- low
fired c
victim 10 case.oom:5
rank 10
--- snapshot
snapshot 1
system mem.total=10G mem.available=400M
process pid=10 comm=p10 rss=1M
--- low
nothing fired
