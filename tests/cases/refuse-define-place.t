A bad pattern in a define is shown where it is used.
--- policy
table t
define p = "[a"
chain c {
	hook oom
	policy kill
	cgroup $p kill
}
--- diagnostics
case.oom:6:9: error: this [ is not closed
    	cgroup $p kill
    	       ^~
