With errors there is no lint: half a policy looks unused.
--- policy
table t
set s {
	type uid
	elements = { 1 }
}
chain c {
	hook oom
	policy kill
	uid @s exmpt
}
--- diagnostics
case.oom:9:9: error: unknown word exmpt; did you mean exempt?
    	uid @s exmpt
    	       ^~~~~
