Conditions that hold with all memory free.
--- policy
table t
chain a {
	hook low
	when mem.available > 10%
	policy kill
}
chain b {
	hook low
	when mem.available < 10% or not psi.full.avg10 > 50
	policy kill
}
chain c {
	hook low
	when mem.available <= mem.free
	policy kill
}
chain d {
	hook low
	when mem.available < 400M or mem.free < 5%
	policy kill
}
chain e {
	hook low
	when swap.free <= 100% or mem.total > 5G
	policy kill
}
--- diagnostics
case.oom:4:7: warning: this holds even with all memory free
    	when mem.available > 10%
    	     ^~~~~~~~~~~~~~~~~~~
case.oom:9:7: warning: this holds even with all memory free
    	when mem.available < 10% or not psi.full.avg10 > 50
    	     ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
case.oom:14:7: warning: this holds even with all memory free
    	when mem.available <= mem.free
    	     ^~~~~~~~~~~~~~~~~~~~~~~~~
case.oom:24:7: warning: this holds even with all memory free
    	when swap.free <= 100% or mem.total > 5G
    	     ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
