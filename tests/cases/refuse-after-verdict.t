The verdict ends a rule.
--- policy
table t
chain c {
	hook oom
	policy kill
	exempt comm "x"
	kill prefer 5 counter
	uid root exempt kill
}
--- diagnostics
case.oom:5:9: error: nothing but a comment may follow the verdict
    	exempt comm "x"
    	       ^~~~
case.oom:6:16: error: nothing but a comment may follow the verdict
    	kill prefer 5 counter
    	              ^~~~~~~
case.oom:7:18: error: nothing but a comment may follow the verdict
    	uid root exempt kill
    	                ^~~~
