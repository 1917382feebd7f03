The lower of two thresholds: on a large machine the amount, on a small one the share.
--- policy
table t
chain c {
	hook low
	when mem.available < lower(10%, 400M)
	policy kill
}
--- snapshot
snapshot 1
system mem.total=10G mem.available=500M
process pid=10 comm=a rss=9M
--- low
nothing fired
--- snapshot
snapshot 1
system mem.total=10G mem.available=399M
process pid=10 comm=a rss=9M
--- low
fired c
victim 10 case.oom:5
rank 10
--- snapshot
snapshot 1
system mem.total=1G mem.available=200M
process pid=10 comm=a rss=9M
--- low
nothing fired
--- snapshot
snapshot 1
system mem.total=1G mem.available=100M
process pid=10 comm=a rss=9M
--- low
fired c
victim 10 case.oom:5
rank 10
