Words behind kill.
--- policy
table t
chain c {
	hook oom
	policy kill procces
	comm "a" kill prefr 5
}
--- diagnostics
case.oom:4:14: error: unknown word procces; did you mean process?
    	policy kill procces
    	            ^~~~~~~
case.oom:5:16: error: unknown word prefr; did you mean prefer?
    	comm "a" kill prefr 5
    	              ^~~~~
