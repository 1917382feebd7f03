gid is a name or a number.
--- policy
table t
chain c {
	hook oom
	policy kill
	gid 5M kill
	gid -1 kill
	gid 5% kill
	gid 4294967296 kill
}
--- diagnostics
case.oom:5:6: error: gid takes a group: a name or a number
    	gid 5M kill
    	    ^~
case.oom:6:6: error: gid is never negative
    	gid -1 kill
    	    ^~
case.oom:7:6: error: gid has no percentage
    	gid 5% kill
    	    ^~
case.oom:8:6: error: this number is too large
    	gid 4294967296 kill
    	    ^~~~~~~~~~
