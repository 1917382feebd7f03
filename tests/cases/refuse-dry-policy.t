A policy is not dry; a chain is, by its mode.
--- policy
table t
chain c {
	hook oom
	policy dry kill
}
--- diagnostics
case.oom:4:9: error: a policy is exempt or kill
    	policy dry kill
    	       ^~~~~~~~
