A circle of goto and jump is one.
--- policy
table t
chain c {
	hook oom
	policy kill
	goto p
}
chain p {
	uid 1 goto q
}
chain q {
	uid 1 jump p
}
--- diagnostics
case.oom:11:13: error: chains call each other in a circle: p -> q -> p
    	uid 1 jump p
    	           ^
