A set that does not exist.
--- policy
table t
set session {
	type comm
	elements = { "sshd" }
}
chain c {
	hook oom
	policy kill
	comm @sesion uid root exempt
}
--- diagnostics
case.oom:9:7: error: there is no set sesion; did you mean session?
    	comm @sesion uid root exempt
    	     ^~~~~~~
