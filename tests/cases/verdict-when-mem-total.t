The condition: mem.total > 8G and mem.available < 1G.
--- policy
table t
chain c {
	hook low
	when mem.total > 8G and mem.available < 1G
	policy kill
}
--- snapshot
snapshot 1
system mem.total=10G mem.available=999M
process pid=10 comm=p10 rss=1M
--- low
fired c
victim 10 case.oom:5
rank 10
