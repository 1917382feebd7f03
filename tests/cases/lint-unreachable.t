Behind a rule that decides everything.
--- policy
table t
chain c {
	hook oom
	policy exempt
	uid root exempt
	kill
	uid 5 exempt
	uid 6 exempt
}
chain d {
	hook oom
	policy kill
	jump p
	counter
	uid 7 counter
}
chain p {
	return
	uid 5 exempt
}
--- diagnostics
case.oom:7:2: warning: this rule is never reached: line 6 decides everything
    	uid 5 exempt
    	^~~~~~~~~~~~
case.oom:19:2: warning: this rule is never reached: line 18 decides everything
    	uid 5 exempt
    	^~~~~~~~~~~~
