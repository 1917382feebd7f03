== and != with higher, on both sides and in the middle.
--- policy
table t
chain c {
	hook low
	when mem.available == higher(1G, 2G) or mem.free != lower(1G, 2G)
	policy kill
}
--- snapshot
snapshot 1
system mem.total=10G mem.available=2G mem.free=1G
process pid=10 comm=a rss=9M
--- low
fired c
victim 10 case.oom:5
rank 10
--- snapshot
snapshot 1
system mem.total=10G mem.available=1G mem.free=1G
process pid=10 comm=a rss=9M
--- low
nothing fired
--- snapshot
snapshot 1
system mem.total=10G mem.available=1G mem.free=2G
process pid=10 comm=a rss=9M
--- low
fired c
victim 10 case.oom:5
rank 10
--- snapshot
snapshot 1
system mem.total=10G mem.available=3G
process pid=10 comm=a rss=9M
--- low
nothing fired
