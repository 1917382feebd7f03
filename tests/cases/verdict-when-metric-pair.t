The condition: mem.available < swap.used.
--- policy
table t
chain c {
	hook low
	when mem.available < swap.used
	policy kill
}
--- diagnostics
case.oom:4:7: warning: this never holds on a machine without swap
    	when mem.available < swap.used
    	     ^~~~~~~~~~~~~~~~~~~~~~~~~
--- snapshot
snapshot 1
system mem.total=10G mem.available=500M swap.total=1G swap.free=100M
process pid=10 comm=p10 rss=1M
--- low
fired c
victim 10 case.oom:5
rank 10
--- snapshot
snapshot 1
system mem.total=10G mem.available=500M swap.total=1G swap.free=600M
process pid=10 comm=p10 rss=1M
--- low
nothing fired
--- snapshot
snapshot 1
system mem.total=10G mem.available=500M
process pid=10 comm=p10 rss=1M
--- low
nothing fired
