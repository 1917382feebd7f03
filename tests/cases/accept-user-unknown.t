An unknown user is a warning for check; the rule matches nobody.
--- policy
table t
chain c {
	hook oom
	policy kill
	pid 5 uid no-such-user-here score +5
	uid { root } exempt
}
--- diagnostics
case.oom:5:12: warning: there is no user no-such-user-here on this machine
    	pid 5 uid no-such-user-here score +5
    	          ^~~~~~~~~~~~~~~~~
