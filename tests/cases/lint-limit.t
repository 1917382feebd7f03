A token is taken by a victim of the rule, and by nobody else.
--- policy
chain c {
	hook low
	when mem.available < 10%
	policy kill
	growth > 50M/s limit rate 3/minute log "grower"
	growth > 40M/s limit rate 3/minute jump d
	growth > 30M/s limit rate 3/minute kill
	growth > 20M/s limit rate 3/minute freeze
	uid 0 limit rate 3/minute exempt
}
chain d {
	rss > 1G limit rate 1/hour kill
}
--- diagnostics
case.oom:5:17: warning: this limit is never used up: only a victim of this rule takes of it
    	growth > 50M/s limit rate 3/minute log "grower"
    	               ^~~~~~~~~~~~~~~~~~~
case.oom:6:17: warning: this limit is never used up: only a victim of this rule takes of it
    	growth > 40M/s limit rate 3/minute jump d
    	               ^~~~~~~~~~~~~~~~~~~
case.oom:9:8: warning: this limit is never used up: only a victim of this rule takes of it
    	uid 0 limit rate 3/minute exempt
    	      ^~~~~~~~~~~~~~~~~~~
