Percentages have at most two places, sizes and durations none.
--- policy
table t
chain c {
	hook oom
	policy kill
	rss > 1.5G exempt
	age > 1.5h exempt
	rss > 2.555% exempt
	rss > 2.% exempt
}
--- diagnostics
case.oom:5:8: error: sizes and durations have no fraction: use a smaller unit
    	rss > 1.5G exempt
    	      ^~~~
case.oom:6:8: error: sizes and durations have no fraction: use a smaller unit
    	age > 1.5h exempt
    	      ^~~~
case.oom:7:8: error: a percentage has one or two places behind the point
    	rss > 2.555% exempt
    	      ^~~~~~
case.oom:8:8: error: a percentage has one or two places behind the point
    	rss > 2.% exempt
    	      ^~~
