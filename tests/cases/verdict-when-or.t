The condition: mem.available < 1% or mem.free < 1%.
--- policy
table t
chain c {
	hook low
	when mem.available < 1% or mem.free < 1%
	policy kill
}
--- snapshot
snapshot 1
system mem.total=10G mem.available=50M
process pid=10 comm=p10 rss=1M
--- low
fired c
victim 10 case.oom:5
rank 10
--- snapshot
snapshot 1
system mem.total=10G mem.available=5G mem.free=50M
process pid=10 comm=p10 rss=1M
--- low
fired c
victim 10 case.oom:5
rank 10
--- snapshot
snapshot 1
system mem.total=10G mem.available=5G mem.free=5G
process pid=10 comm=p10 rss=1M
--- low
nothing fired
