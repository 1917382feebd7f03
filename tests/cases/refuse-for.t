for takes a duration.
--- policy
table t
chain c {
	hook low
	when mem.available < 10% for 30 or (mem.free < 5) for 10%
	policy kill
}
--- diagnostics
case.oom:4:31: error: for takes a duration, like 5s
    	when mem.available < 10% for 30 or (mem.free < 5) for 10%
    	                             ^~
case.oom:4:56: error: for takes a duration, like 5s
    	when mem.available < 10% for 30 or (mem.free < 5) for 10%
    	                                                      ^~~
