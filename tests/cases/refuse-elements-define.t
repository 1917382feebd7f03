elements of a define that is a set, or that there is not.
--- policy
table t
define s = @u
set u {
	type uid
	elements = $s
}
set v {
	type uid
	elements = $nosuch
}
chain c {
	hook oom
	policy kill
	uid @u kill
	uid @v kill
}
--- diagnostics
case.oom:5:13: error: $s is a set: a set cannot stand in a list
    	elements = $s
    	           ^~
case.oom:9:13: error: there is no define nosuch
    	elements = $nosuch
    	           ^~~~~~~
