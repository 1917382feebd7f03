Only oom_score_adj is ever negative.
--- policy
table t
chain c {
	hook oom
	policy kill
	rss > -5 exempt
	pid -1 exempt
	age < -5s exempt
	oom_score_adj < -500 exempt
}
--- diagnostics
case.oom:5:8: error: a size is never negative
    	rss > -5 exempt
    	      ^~
case.oom:6:6: error: pid is never negative
    	pid -1 exempt
    	    ^~
case.oom:7:8: error: a duration is never negative
    	age < -5s exempt
    	      ^~~
