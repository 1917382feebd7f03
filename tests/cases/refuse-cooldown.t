What is no cooldown, and where there is none.
--- policy
table t
chain a {
	hook low
	when mem.available < 10%
	cooldown 5
	policy kill
}
chain b {
	hook low
	when mem.available < 10%
	cooldown 2d
	policy kill
}
chain c {
	hook oom
	cooldown 5s
	policy kill
}
chain d {
	hook low
	when mem.available < 10%
	cooldown 5s
	cooldown 6s
	policy kill
}
--- diagnostics
case.oom:5:11: error: cooldown takes a duration, like 500ms
    	cooldown 5
    	         ^
case.oom:11:11: error: a cooldown is at most 1d
    	cooldown 2d
    	         ^~
case.oom:16:2: error: cooldown cannot stand in hook oom
    	cooldown 5s
    	^~~~~~~~~~~
case.oom:23:2: error: cooldown is given already, line 22
    	cooldown 6s
    	^~~~~~~~~~~
