exe is a path, and compares for equality.
--- policy
table t
chain c {
	hook oom
	policy kill
	exe 5 kill
	exe < "/x" kill
	exe "" kill
}
--- diagnostics
case.oom:5:6: error: exe takes a string in quotes
    	exe 5 kill
    	    ^
case.oom:6:2: error: exe is text: it compares with == and !=
    	exe < "/x" kill
    	^~~~~~~~~~
