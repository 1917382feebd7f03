The condition: swap.used > 90%.
--- policy
table t
chain c {
	hook low
	when swap.used > 90%
	policy kill
}
--- diagnostics
case.oom:4:7: warning: this never holds on a machine without swap
    	when swap.used > 90%
    	     ^~~~~~~~~~~~~~~
--- snapshot
snapshot 1
system mem.total=10G swap.total=1G swap.free=50M
process pid=10 comm=p10 rss=1M
--- low
fired c
victim 10 case.oom:5
rank 10
--- snapshot
snapshot 1
system mem.total=10G swap.total=1G swap.free=500M
process pid=10 comm=p10 rss=1M
--- low
nothing fired
--- snapshot
snapshot 1
system mem.total=10G mem.free=1G
process pid=10 comm=p10 rss=1M
--- low
nothing fired
