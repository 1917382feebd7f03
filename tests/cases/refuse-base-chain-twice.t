Only a plain chain may be opened again.
--- policy
table t
chain c {
	hook oom
	policy kill
}
chain c {
	hook low
	when mem.available < 5%
	policy kill
}
chain p {
	uid root exempt
}
chain p {
	hook oom
	policy kill
}
--- diagnostics
case.oom:6:7: error: base chain c is defined already, line 2; only a plain chain may be opened again
    chain c {
          ^
case.oom:7:2: error: hook is given already, line 3
    	hook low
    	^~~~~~~~
case.oom:8:2: error: header lines stand where chain c is opened first, line 2
    	when mem.available < 5%
    	^~~~~~~~~~~~~~~~~~~~~~~
case.oom:8:2: error: when cannot stand in hook oom
    	when mem.available < 5%
    	^~~~~~~~~~~~~~~~~~~~~~~
case.oom:9:2: error: policy is given already, line 4
    	policy kill
    	^~~~~~~~~~~
case.oom:15:2: error: chain p is defined already, line 11; only a plain chain may be opened again
    	hook oom
    	^~~~~~~~
case.oom:16:2: error: header lines come before the rules
    	policy kill
    	^~~~~~~~~~~
