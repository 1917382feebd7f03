Chains that call each other in a circle.
--- policy
table t
chain c {
	hook oom
	policy kill
	jump a
}
chain a {
	jump b
}
chain b {
	pid 7 jump a
	pid 8 jump b
}
--- diagnostics
case.oom:11:13: error: chains call each other in a circle: a -> b -> a
    	pid 7 jump a
    	           ^
case.oom:12:13: error: chains call each other in a circle: b -> b
    	pid 8 jump b
    	           ^
