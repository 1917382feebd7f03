Characters that mean nothing.
--- policy
table t
chain c {
	hook oom
	policy kill
	comm "x" & uid root exempt
	comm “x” exempt
	uid root && pid 5 exempt
	!uid root exempt
	pid 5 ? exempt
}
--- diagnostics
case.oom:5:11: error: unexpected character
    	comm "x" & uid root exempt
    	         ^
case.oom:6:7: error: characters beyond ASCII stand only in strings and comments
    	comm “x” exempt
    	     ^
case.oom:6:10: error: a string is written in quotes: "x"
    	comm “x” exempt
    	      ^
case.oom:6:11: error: characters beyond ASCII stand only in strings and comments
    	comm “x” exempt
    	       ^
case.oom:7:11: error: write `and`
    	uid root && pid 5 exempt
    	         ^~
case.oom:8:2: error: write `not`, or `!=`
    	!uid root exempt
    	^
case.oom:9:8: error: unexpected character
    	pid 5 ? exempt
    	      ^
