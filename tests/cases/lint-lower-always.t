lower and higher of a condition that holds with all memory free.
--- policy
table t
chain c {
	hook low
	when mem.available <= higher(100%, 100%)
	policy kill
}
--- diagnostics
case.oom:4:7: warning: this holds even with all memory free
    	when mem.available <= higher(100%, 100%)
    	     ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
