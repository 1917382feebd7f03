An exemption by comm and exe is not by name alone.
--- policy
table t
chain c {
	hook oom
	policy kill
	comm "x" exe "/usr/bin/x" exempt
	comm "y" gid 5 exempt
	comm "z" threads 5 exempt
}
--- diagnostics
case.oom:7:2: warning: exempt by name alone: any process can take a name; add uid or cgroup
    	comm "z" threads 5 exempt
    	^~~~~~~~
