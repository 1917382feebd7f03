hook low: both parts of an `and` must hold.
--- policy
table t
chain c {
	hook low
	when mem.available < 10% and swap.free < 10%
	policy kill
}
--- snapshot
snapshot 1
system mem.total=10G mem.available=900M swap.total=1G swap.free=500M
process pid=20 comm=y rss=5G
--- low
nothing fired
