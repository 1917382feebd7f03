Behind a goto without matches nothing is reached.
--- policy
table t
chain c {
	hook oom
	policy kill
	goto p
	uid 1 exempt
}
chain p {
	uid 2 exempt
}
--- diagnostics
case.oom:6:2: warning: this rule is never reached: line 5 decides everything
    	uid 1 exempt
    	^~~~~~~~~~~~
