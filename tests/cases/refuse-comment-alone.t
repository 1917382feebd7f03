A comment is of a rule, it is none itself.
--- policy
table t
chain c {
	hook oom
	policy kill
	uid 1 exempt comment "the admin's \"own\""
	kill comment "all"
	comment ""
}
--- diagnostics
case.oom:7:2: error: a rule of nothing but a comment
    	comment ""
    	^~~~~~~~~~
