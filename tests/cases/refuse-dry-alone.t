dry stands before a verdict.
--- policy
table t
chain c {
	hook oom
	policy kill
	uid 1 dry
	uid 2 dry counter
	dry uid 3 kill
}
--- diagnostics
case.oom:5:11: error: unexpected end of the statement
    	uid 1 dry
    	         ^
case.oom:6:12: error: unexpected counter
    	uid 2 dry counter
    	          ^~~~~~~
case.oom:7:6: error: unexpected uid
    	dry uid 3 kill
    	    ^~~
