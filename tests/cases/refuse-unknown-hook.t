A mistyped hook.
--- policy
table t
chain c {
	hook ooom
	policy kill
}
--- diagnostics
case.oom:3:7: error: unknown hook ooom; did you mean oom?
    	hook ooom
    	     ^~~~
