A mistyped metric, left and right of a comparison.
--- policy
table t
chain c {
	hook low
	when mem.avail < 10% or mem.free < mem.availabel
	policy kill
}
--- diagnostics
case.oom:4:7: error: unknown metric mem.avail; did you mean mem.available?
    	when mem.avail < 10% or mem.free < mem.availabel
    	     ^~~~~~~~~
case.oom:4:37: error: unknown metric mem.availabel; did you mean mem.available?
    	when mem.avail < 10% or mem.free < mem.availabel
    	                                   ^~~~~~~~~~~~~
