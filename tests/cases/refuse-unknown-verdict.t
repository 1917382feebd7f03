A mistyped verdict behind a match.
--- policy
table t
chain c {
	hook oom
	policy kill
	comm "bash" uid root exmpt
}
--- diagnostics
case.oom:5:23: error: unknown word exmpt; did you mean exempt?
    	comm "bash" uid root exmpt
    	                     ^~~~~
