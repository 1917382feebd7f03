Loading a policy with a user that does not exist here.
--- policy load
table t
chain c {
	hook oom
	policy kill
	uid no-such-user-here exempt
	uid { root, "nor this one" } exempt
}
--- diagnostics
case.oom:5:6: error: there is no user no-such-user-here on this machine
    	uid no-such-user-here exempt
    	    ^~~~~~~~~~~~~~~~~
case.oom:6:14: error: there is no user nor this one on this machine
    	uid { root, "nor this one" } exempt
    	            ^~~~~~~~~~~~~~
