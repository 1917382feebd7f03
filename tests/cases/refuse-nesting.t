Conditions and brackets have a limit.
--- policy
table t
chain c {
	hook low
	when not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not mem.free < 5
	policy kill
}
chain d {
	hook low
	when ((((((((((((((((((((((((((((((((((((((((mem.free < 5))))))))))))))))))))))))))))))))))))))))
	policy kill
}
--- diagnostics
case.oom:4:43: error: conditions are nested deeper than 31
    	when not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not not mem.free < 5
    	                                         ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
case.oom:9:38: error: brackets are nested deeper than 32
    	when ((((((((((((((((((((((((((((((((((((((((mem.free < 5))))))))))))))))))))))))))))))))))))))))
    	                                    ^
