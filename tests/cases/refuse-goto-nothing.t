goto and jump without a chain, continue with one.
--- policy
table t
chain c {
	hook oom
	policy kill
	uid 1 goto
	uid 2 jump
	uid 3 continue c
}
--- diagnostics
case.oom:5:12: error: unexpected end of the statement
    	uid 1 goto
    	          ^
case.oom:6:12: error: unexpected end of the statement
    	uid 2 jump
    	          ^
case.oom:7:17: error: nothing but a comment may follow the verdict
    	uid 3 continue c
    	               ^
