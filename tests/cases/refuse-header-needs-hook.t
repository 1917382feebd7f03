A plain chain has no header.
--- policy
table t
chain c {
	hook oom
	policy kill
	jump d
}
chain d {
	priority 5
	policy kill
	uid root exempt
}
--- diagnostics
case.oom:8:2: error: priority belongs to a base chain: chain d has no hook
    	priority 5
    	^~~~~~~~~~
case.oom:9:2: error: policy belongs to a base chain: chain d has no hook
    	policy kill
    	^~~~~~~~~~~
