log takes a string.
--- policy
table t
chain c {
	hook oom
	policy kill
	uid 1 log x
	uid 2 log 5 kill
	uid 3 log
	uid 4 comment x
}
--- diagnostics
case.oom:5:12: error: unexpected x, expected a string
    	uid 1 log x
    	          ^
case.oom:6:12: error: unexpected 5, expected a string
    	uid 2 log 5 kill
    	          ^
case.oom:7:11: error: unexpected end of the statement, expected a string
    	uid 3 log
    	         ^
case.oom:8:16: error: unexpected x, expected a string
    	uid 4 comment x
    	              ^
