In oom there is no time for a grace, nor in what is called from there.
--- policy
table t
chain c {
	hook oom
	policy kill grace 5s
	uid 1 kill prefer 3 grace 1s signal INT override
	uid 2 jump p
	uid 3 dry kill grace 1s
}
chain l {
	hook low
	when mem.available < 10%
	policy kill grace 5s
	uid 1 jump p
}
chain p {
	uid 1 kill grace 1s
}
--- diagnostics
case.oom:4:14: error: grace is for hook low: in hook oom there is no time for it
    	policy kill grace 5s
    	            ^~~~~~~~
case.oom:5:22: error: grace is for hook low: in hook oom there is no time for it
    	uid 1 kill prefer 3 grace 1s signal INT override
    	                    ^~~~~~~~
case.oom:7:17: error: grace is for hook low: in hook oom there is no time for it
    	uid 3 dry kill grace 1s
    	               ^~~~~~~~
case.oom:16:13: error: grace cannot stand in chain p: chain c of hook oom comes here
    	uid 1 kill grace 1s
    	           ^~~~~~~~
