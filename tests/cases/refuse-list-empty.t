Lists and sets need elements.
--- policy
table t
set s {
	type uid
}
set e {
	type uid
	elements = { }
}
chain c {
	hook oom
	policy kill
	uid { } exempt
	uid @s exempt
}
--- diagnostics
case.oom:2:5: error: set s has no elements
    set s {
        ^
case.oom:7:15: error: unexpected }, expected a value
    	elements = { }
    	             ^
case.oom:12:8: error: unexpected }, expected a value
    	uid { } exempt
    	      ^
