Matches come before statements.
--- policy
table t
chain c {
	hook oom
	policy kill
	counter uid root exempt
	score +5 comm "x" counter pid 7
}
--- diagnostics
case.oom:5:10: error: matches come before statements
    	counter uid root exempt
    	        ^~~~~~~~
case.oom:6:11: error: matches come before statements
    	score +5 comm "x" counter pid 7
    	         ^~~~~~~~
