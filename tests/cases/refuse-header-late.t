Header lines come before the rules.
--- policy
table t
chain c {
	hook oom
	uid root exempt
	policy kill
}
--- diagnostics
case.oom:5:2: error: header lines come before the rules
    	policy kill
    	^~~~~~~~~~~
