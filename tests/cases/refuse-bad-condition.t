Conditions that are not well-formed.
--- policy
table t
chain c {
	hook low
	when mem.available 10%
	policy kill
}
chain d {
	hook low
	when mem.available < 10% and
	policy kill
}
chain e {
	hook low
	when (mem.available < 10% or swap.free < 5%
	until mem.available >
	policy kill
}
chain f {
	hook low
	when mem.available < "10%" or psi.full.avg10 > 5G or psi.full.avg10 > 101%
	until psi.some.avg10 < mem.free or mem.free > -5
	policy kill
}
--- diagnostics
case.oom:4:21: error: unexpected 10%, expected a comparison
    	when mem.available 10%
    	                   ^~~
case.oom:10:2: error: unexpected policy
    	policy kill
    	^~~~~~
case.oom:14:45: error: unexpected end of the statement, expected 'and', 'for', 'or' or ')'
    	when (mem.available < 10% or swap.free < 5%
    	                                           ^
case.oom:15:23: error: unexpected end of the statement, expected a field, a value, 'higher' or 'lower'
    	until mem.available >
    	                     ^
case.oom:20:23: error: mem.available compares with a size, a percentage or another metric
    	when mem.available < "10%" or psi.full.avg10 > 5G or psi.full.avg10 > 101%
    	                     ^~~~~
case.oom:20:49: error: psi.full.avg10 compares with a percentage
    	when mem.available < "10%" or psi.full.avg10 > 5G or psi.full.avg10 > 101%
    	                                               ^~
case.oom:20:72: error: pressure is never above 100%
    	when mem.available < "10%" or psi.full.avg10 > 5G or psi.full.avg10 > 101%
    	                                                                      ^~~~
case.oom:21:8: error: psi.some.avg10 and mem.free cannot be compared
    	until psi.some.avg10 < mem.free or mem.free > -5
    	      ^~~~~~~~~~~~~~~~~~~~~~~~~
case.oom:21:48: error: mem.free is never negative
    	until psi.some.avg10 < mem.free or mem.free > -5
    	                                              ^~
