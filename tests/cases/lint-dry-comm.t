A dry exemption by name alone is none.
--- policy
table t
chain c {
	hook oom
	policy kill
	comm "x" dry exempt
	comm "x" exempt
}
--- diagnostics
case.oom:6:2: warning: exempt by name alone: any process can take a name; add uid or cgroup
    	comm "x" exempt
    	^~~~~~~~
