|| is written or.
--- policy
table t
chain c {
	hook low
	when mem.available < 5% || swap.free < 5%
	policy kill
}
--- diagnostics
case.oom:4:26: error: write `or`
    	when mem.available < 5% || swap.free < 5%
    	                        ^~
