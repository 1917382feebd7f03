The condition: not mem.cached > 10%.
--- policy
table t
chain c {
	hook low
	when not mem.cached > 10%
	policy kill
}
--- diagnostics
case.oom:4:7: warning: this holds even with all memory free
    	when not mem.cached > 10%
    	     ^~~~~~~~~~~~~~~~~~~~
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
system mem.total=10G mem.cached=5G
process pid=10 comm=p10 rss=1M
--- low
nothing fired
