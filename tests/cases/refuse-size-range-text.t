A range where a string is wanted.
--- policy
table t
chain c {
	hook oom
	policy kill
	comm 1-5 kill
}
--- diagnostics
case.oom:5:7: error: comm takes a string in quotes, not a range
    	comm 1-5 kill
    	     ^~~
