for does not make possible what is not.
--- policy
table t
chain c {
	hook low
	when (mem.available <= 100%) for 5s
	until psi.full.avg10 > 50 for 5s
	policy kill
}
--- diagnostics
case.oom:4:7: warning: this holds even with all memory free
    	when (mem.available <= 100%) for 5s
    	     ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
case.oom:5:8: warning: this never holds, not even with all memory free
    	until psi.full.avg10 > 50 for 5s
    	      ^~~~~~~~~~~~~~~~~~~~~~~~~~
