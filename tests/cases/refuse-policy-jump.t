A policy is no jump.
--- policy
table t
chain c {
	hook oom
	policy jump p
}
chain p {
	uid 1 exempt
}
--- diagnostics
case.oom:4:9: error: a policy is exempt or kill
    	policy jump p
    	       ^~~~~~
