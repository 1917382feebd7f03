dry once is enough.
--- policy
table t
chain c {
	hook oom
	policy kill
	uid 1 dry dry kill
}
--- diagnostics
case.oom:5:8: error: dry is given already
    	uid 1 dry dry kill
    	      ^~~
