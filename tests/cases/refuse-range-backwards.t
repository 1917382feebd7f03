Ranges that hold nothing.
--- policy
table t
chain c {
	hook oom
	policy kill
	rss 2G-1G exempt
	uid { 1-5, 9-7 } exempt
	oom_score_adj 5-1 exempt
}
--- diagnostics
case.oom:5:6: error: this range runs backwards
    	rss 2G-1G exempt
    	    ^~~~~
case.oom:6:13: error: this range runs backwards
    	uid { 1-5, 9-7 } exempt
    	           ^~~
case.oom:7:16: error: this range runs backwards
    	oom_score_adj 5-1 exempt
    	              ^~~
