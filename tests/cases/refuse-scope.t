A scope is of globs, once, and not in a plain chain.
--- policy
table t
scope cgroup "/a"
scope cgroup "/b"
chain c {
	hook oom
	scope cgroup 5
	policy kill
}
chain d {
	hook oom
	scope cgroup @nosuch
	policy kill
}
chain e {
	hook oom
	scope cgroup "/a/**/**x["
	policy kill
}
chain p {
	scope cgroup "/a"
	uid 1 exempt
}
--- diagnostics
case.oom:3:1: error: scope is given already, line 2
    scope cgroup "/b"
    ^~~~~~~~~~~~~~~~~
case.oom:6:15: error: cgroup takes a string in quotes
    	scope cgroup 5
    	             ^
case.oom:11:15: error: there is no set nosuch
    	scope cgroup @nosuch
    	             ^~~~~~~
case.oom:16:25: error: this [ is not closed
    	scope cgroup "/a/**/**x["
    	                       ^
case.oom:20:2: error: scope belongs to a base chain: chain p has no hook
    	scope cgroup "/a"
    	^~~~~~~~~~~~~~~~~
