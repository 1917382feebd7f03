Sizes beyond any machine, without a unit and in a condition.
--- policy
table t
chain c {
	hook oom
	policy kill
	rss > 99999999999999999 kill
}
chain d {
	hook low
	when mem.available < 99999999999999999
	policy kill
}
--- diagnostics
case.oom:5:8: error: this size is too large
    	rss > 99999999999999999 kill
    	      ^~~~~~~~~~~~~~~~~
case.oom:9:23: error: this amount is too large
    	when mem.available < 99999999999999999
    	                     ^~~~~~~~~~~~~~~~~
