A rule of matches only.
--- policy
table t
chain c {
	hook oom
	policy kill
	uid root
	uid 5 counter
}
--- diagnostics
case.oom:5:2: warning: this rule does nothing: it has neither a statement nor a verdict
    	uid root
    	^~~~~~~~
