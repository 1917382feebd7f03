An unknown group is an error when a policy is loaded.
--- policy load
table t
chain c {
	hook oom
	policy kill
	gid nosuchgroup kill
}
--- diagnostics
case.oom:5:6: error: there is no group nosuchgroup on this machine
    	gid nosuchgroup kill
    	    ^~~~~~~~~~~
