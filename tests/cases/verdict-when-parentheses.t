The condition: (mem.free < 1% or mem.available < 10%) and swap.free < 10%.
--- policy
table t
chain c {
	hook low
	when (mem.free < 1% or mem.available < 10%) and swap.free < 10%
	policy kill
}
--- snapshot
snapshot 1
system mem.total=10G mem.free=50M swap.total=1G swap.free=1G
process pid=10 comm=p10 rss=1M
--- low
nothing fired
--- snapshot
snapshot 1
system mem.total=10G mem.free=50M swap.total=1G swap.free=50M
process pid=10 comm=p10 rss=1M
--- low
fired c
victim 10 case.oom:5
rank 10
