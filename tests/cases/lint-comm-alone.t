An exemption by name alone, unless somebody else has asked who it is.
--- policy
table t
set names {
	type comm
	elements = { "a", "b" }
}
chain c {
	hook oom
	policy kill
	comm "sshd" exempt
	comm @names rss < 1G exempt
	comm "sshd" uid root exempt
	comm "sshd" cgroup "/system.slice/**" exempt
	comm != "x" pid > 5 exempt
	uid root jump asked
	jump unasked
	comm "sshd" kill
}
chain asked {
	comm "x" exempt
}
chain unasked {
	comm "y" exempt
}
--- diagnostics
case.oom:9:2: warning: exempt by name alone: any process can take a name; add uid or cgroup
    	comm "sshd" exempt
    	^~~~~~~~~~~
case.oom:10:2: warning: exempt by name alone: any process can take a name; add uid or cgroup
    	comm @names rss < 1G exempt
    	^~~~~~~~~~~
case.oom:11:2: warning: this rule is never reached: line 9 decides all that it matches
    	comm "sshd" uid root exempt
    	^~~~~~~~~~~~~~~~~~~~~~~~~~~
case.oom:12:2: warning: this rule is never reached: line 9 decides all that it matches
    	comm "sshd" cgroup "/system.slice/**" exempt
    	^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
case.oom:16:2: warning: this rule is never reached: line 9 decides all that it matches
    	comm "sshd" kill
    	^~~~~~~~~~~~~~~~
case.oom:22:2: warning: exempt by name alone: any process can take a name; add uid or cgroup
    	comm "y" exempt
    	^~~~~~~~
