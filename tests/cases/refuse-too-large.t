Numbers beyond what can be held.
--- policy
table t
chain c {
	hook oom
	priority 99999999999
	deadline 11s
	policy kill prefer 1000001
	rss > 99999999999999999999 exempt
	rss > 99999999T exempt
	pid 4294967296 exempt
	uid 4294967296 exempt
	total > 10001% exempt
	uid root score +1000001
	age > 999999999999d exempt
}
--- diagnostics
case.oom:4:11: error: a priority is a plain number, at most 2147483647
    	priority 99999999999
    	         ^~~~~~~~~~~
case.oom:5:11: error: a deadline is at most 10s
    	deadline 11s
    	         ^~~
case.oom:6:21: error: prefer takes a plain number, at most 1000000
    	policy kill prefer 1000001
    	                   ^~~~~~~
case.oom:7:8: error: this number is too large
    	rss > 99999999999999999999 exempt
    	      ^~~~~~~~~~~~~~~~~~~~
case.oom:8:8: error: this number is too large
    	rss > 99999999T exempt
    	      ^~~~~~~~~
case.oom:9:6: error: this number is too large
    	pid 4294967296 exempt
    	    ^~~~~~~~~~
case.oom:10:6: error: this number is too large
    	uid 4294967296 exempt
    	    ^~~~~~~~~~
case.oom:11:10: error: a percentage is at most 10000%
    	total > 10001% exempt
    	        ^~~~~~
case.oom:12:17: error: score takes a plain number, at most 1000000
    	uid root score +1000001
    	               ^~~~~~~~
case.oom:13:8: error: this number is too large
    	age > 999999999999d exempt
    	      ^~~~~~~~~~~~~
