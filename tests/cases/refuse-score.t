Points have a sign.
--- policy
table t
chain c {
	hook oom
	policy kill
	uid root score 300
	uid root score
	uid root score +5%
	uid root score -x
}
--- diagnostics
case.oom:5:17: error: unexpected 300, expected '+' or '-'
    	uid root score 300
    	               ^~~
case.oom:6:16: error: unexpected end of the statement, expected '+' or '-'
    	uid root score
    	              ^
case.oom:7:17: error: score takes a plain number, at most 1000000
    	uid root score +5%
    	               ^~~
case.oom:8:18: error: unexpected x, expected a value
    	uid root score -x
    	                ^
