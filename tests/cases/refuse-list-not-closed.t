A list that is not closed does not swallow the lines behind it.
--- policy
table t
chain c {
	hook oom
	policy kill
	comm { "a", "b" exempt
	comm { "a", "b",
	uid root exempt
	uid { root,
	      daemon
	comm "x" score +
	pid 5 exmpt
}
--- diagnostics
case.oom:5:18: error: unexpected exempt, expected '}' or ','
    	comm { "a", "b" exempt
    	                ^~~~~~
case.oom:7:2: error: unexpected uid, expected a value or '}'
    	uid root exempt
    	^~~
case.oom:9:14: error: unexpected end of the statement, expected '}' or ','
    	      daemon
    	            ^
case.oom:10:18: error: unexpected end of the statement, expected a value
    	comm "x" score +
    	                ^
case.oom:11:8: error: unknown word exmpt; did you mean exempt?
    	pid 5 exmpt
    	      ^~~~~
