Stop lines that cannot hold.
--- policy
table t
chain a {
	hook low
	when mem.available < 10%
	until mem.available > 100%
	policy kill
}
chain b {
	hook low
	when mem.available < 10%
	until swap.free > 20%
	policy kill
}
chain c {
	hook low
	when mem.available < 10%
	until mem.available > 20% or swap.free > 20%
	policy kill
}
chain d {
	hook low
	when swap.free < 10%
	until swap.free > 20%
	policy kill
}
--- diagnostics
case.oom:5:8: warning: this never holds, not even with all memory free
    	until mem.available > 100%
    	      ^~~~~~~~~~~~~~~~~~~~
case.oom:11:8: warning: this never holds on a machine without swap: there the chain would not stop
    	until swap.free > 20%
    	      ^~~~~~~~~~~~~~~
case.oom:22:7: warning: this never holds on a machine without swap
    	when swap.free < 10%
    	     ^~~~~~~~~~~~~~~
