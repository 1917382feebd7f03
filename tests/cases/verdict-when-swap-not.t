The condition: not swap.free > 10% and mem.available < 10%.
--- policy
table t
chain c {
	hook low
	when not swap.free > 10% and mem.available < 10%
	policy kill
}
--- snapshot
snapshot 1
system mem.total=10G mem.available=500M
process pid=10 comm=p10 rss=1M
--- low
fired c
victim 10 case.oom:5
rank 10
--- snapshot
snapshot 1
system mem.total=10G mem.available=500M swap.total=1G swap.free=1G
process pid=10 comm=p10 rss=1M
--- low
nothing fired
