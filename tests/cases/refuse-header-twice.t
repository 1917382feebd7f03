A header line given twice.
--- policy
table t
chain c {
	hook oom
	hook low
	policy kill
	policy exempt
	deadline 1s
	deadline 2s
}
--- diagnostics
case.oom:4:2: error: hook is given already, line 3
    	hook low
    	^~~~~~~~
case.oom:6:2: error: policy is given already, line 5
    	policy exempt
    	^~~~~~~~~~~~~
case.oom:8:2: error: deadline is given already, line 7
    	deadline 2s
    	^~~~~~~~~~~
