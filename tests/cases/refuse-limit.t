What is wrong with a limit.
--- policy
chain c {
	hook low
	when mem.available < 10%
	policy kill
	uid 1 limit rate 0/minute kill
	uid 2 limit rate 3/minutes kill
	uid 3 limit rate 3M/hour kill
	uid 4 limit rate 3/hour burst 0 kill
	uid 5 limit rate 3/hour burst 1000001 kill
	uid 6 limit rate 3 kill
	uid 7 limit 3/hour kill
	uid 8 limit rate 3/fortnight kill
	uid 9 limit rate 3/ kill
}
--- diagnostics
case.oom:5:19: error: limit rate takes a plain number from 1 to 1000000
    	uid 1 limit rate 0/minute kill
    	                 ^
case.oom:6:21: error: unknown time of a rate minutes; did you mean minute?
    	uid 2 limit rate 3/minutes kill
    	                   ^~~~~~~
case.oom:7:19: error: limit rate takes a plain number from 1 to 1000000
    	uid 3 limit rate 3M/hour kill
    	                 ^~
case.oom:8:32: error: burst takes a plain number from 1 to 1000000
    	uid 4 limit rate 3/hour burst 0 kill
    	                              ^
case.oom:9:32: error: burst takes a plain number from 1 to 1000000
    	uid 5 limit rate 3/hour burst 1000001 kill
    	                              ^~~~~~~
case.oom:10:19: error: unexpected 3, expected a rate
    	uid 6 limit rate 3 kill
    	                 ^
case.oom:11:14: error: unexpected 3/hour, expected 'rate'
    	uid 7 limit 3/hour kill
    	            ^~~~~~
case.oom:12:21: error: unknown time of a rate fortnight
    	uid 8 limit rate 3/fortnight kill
    	                   ^~~~~~~~~
case.oom:13:19: error: unexpected 3, expected a rate
    	uid 9 limit rate 3/ kill
    	                 ^
case.oom:13:20: error: unexpected character
    	uid 9 limit rate 3/ kill
    	                  ^
