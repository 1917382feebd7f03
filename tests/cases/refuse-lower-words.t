lower takes two thresholds.
--- policy
table t
chain c {
	hook low
	when mem.available < lower(5%) or mem.free < lower(1%, 2%, 3%) or mem.free < lower 5%
	policy kill
}
--- diagnostics
case.oom:4:31: error: unexpected ), expected ','
    	when mem.available < lower(5%) or mem.free < lower(1%, 2%, 3%) or mem.free < lower 5%
    	                             ^
