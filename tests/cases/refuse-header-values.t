Values that header lines do not take.
--- policy
table t
chain c {
	hook low
	when mem.available < 5%
	priority 5M
	deadline 11s
	fallback nobody
	mode wet
	order by comm
	policy jump
}
--- diagnostics
case.oom:5:11: error: a priority is a plain number, at most 2147483647
    	priority 5M
    	         ^~
case.oom:6:11: error: a deadline is at most 10s
    	deadline 11s
    	         ^~~
case.oom:7:11: error: unknown fallback nobody
    	fallback nobody
    	         ^~~~~~
case.oom:8:7: error: unknown mode wet
    	mode wet
    	     ^~~
case.oom:9:11: error: candidates are ordered by a number, not by comm
    	order by comm
    	         ^~~~
case.oom:10:13: error: unexpected end of the statement
    	policy jump
    	           ^
