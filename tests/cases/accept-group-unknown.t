An unknown group is a warning when a policy is checked.
--- policy
table t
chain c {
	hook oom
	policy kill
	gid nosuchgroup kill
}
--- diagnostics
case.oom:5:6: warning: there is no group nosuchgroup on this machine
    	gid nosuchgroup kill
    	    ^~~~~~~~~~~
