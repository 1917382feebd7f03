goto finds its chain like jump does.
--- policy
table t
chain c {
	hook oom
	policy kill
	goto plan
	goto c
}
chain plain {
	uid 1 exempt
}
--- diagnostics
case.oom:5:7: error: there is no chain plan; did you mean plain?
    	goto plan
    	     ^~~~
case.oom:6:7: error: c is a base chain: it is entered by its hook, not by a jump
    	goto c
    	     ^
