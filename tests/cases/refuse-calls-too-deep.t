More than sixteen chains deep.
--- policy
table t
chain c {
	hook oom
	policy kill
	jump c1
}
chain c1 {
	pid 1 jump c2
}
chain c2 {
	pid 2 jump c3
}
chain c3 {
	pid 3 jump c4
}
chain c4 {
	pid 4 jump c5
}
chain c5 {
	pid 5 jump c6
}
chain c6 {
	pid 6 jump c7
}
chain c7 {
	pid 7 jump c8
}
chain c8 {
	pid 8 jump c9
}
chain c9 {
	pid 9 jump c10
}
chain c10 {
	pid 10 jump c11
}
chain c11 {
	pid 11 jump c12
}
chain c12 {
	pid 12 jump c13
}
chain c13 {
	pid 13 jump c14
}
chain c14 {
	pid 14 jump c15
}
chain c15 {
	pid 15 jump c16
}
chain c16 {
	pid 99 exempt
}
--- diagnostics
case.oom:5:7: error: chains call each other more than 16 deep
    	jump c1
    	     ^~
