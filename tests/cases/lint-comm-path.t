A path where a name belongs, in a set, too.
--- policy
table t
set s {
	type comm
	elements = { "ok", "/usr/bin/x" }
}
chain c {
	hook oom
	policy kill
	comm "/bin/*" kill prefer 2
	comm @s kill
}
--- diagnostics
case.oom:4:21: warning: comm is a name without its path: this matches hardly anything
    	elements = { "ok", "/usr/bin/x" }
    	                   ^~~~~~~~~~~~
case.oom:9:7: warning: comm is a name without its path: this matches hardly anything
    	comm "/bin/*" kill prefer 2
    	     ^~~~~~~~
