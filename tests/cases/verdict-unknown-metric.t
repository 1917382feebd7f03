A comparison with an unknown metric is false, its negation true.
--- policy
table t
chain a {
	hook low
	when mem.cached < 100%
	policy kill prefer 1
}
chain b {
	hook low
	when not mem.cached > 5%
	policy kill prefer 2
}
--- diagnostics
case.oom:4:7: warning: this holds even with all memory free
    	when mem.cached < 100%
    	     ^~~~~~~~~~~~~~~~~
case.oom:9:7: warning: this holds even with all memory free
    	when not mem.cached > 5%
    	     ^~~~~~~~~~~~~~~~~~~
--- snapshot
snapshot 1
system mem.total=10G mem.available=900M
process pid=20 comm=y rss=5G
--- low
fired b
victim 20 case.oom:10
rank 20
