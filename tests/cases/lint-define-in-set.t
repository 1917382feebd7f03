Elements of a define that are there twice.
--- policy
table t
define d = { 1, 2 }
set s {
	type uid
	elements = { $d, 2, 3 }
}
chain c {
	hook oom
	policy kill
	uid @s exempt
}
--- diagnostics
case.oom:5:19: warning: this is in the list already
    	elements = { $d, 2, 3 }
    	                 ^
