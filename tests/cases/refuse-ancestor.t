Of ancestors little is known, and all of them are looked at anyway.
--- policy
chain c {
	hook low
	when exists ancestor rss > 5M
	policy kill
	ancestor rss > 5M exempt
	ancestor gid 5 ancestor cmdline "x" kill
	ancestor ancestor comm "x" kill
	ancestor groth 5 kill
	ancestor kill
}
--- diagnostics
case.oom:3:23: error: of an ancestor are known comm, exe, uid, pid and cgroup, not rss
    	when exists ancestor rss > 5M
    	                     ^~~
case.oom:5:11: error: of an ancestor are known comm, exe, uid, pid and cgroup, not rss
    	ancestor rss > 5M exempt
    	         ^~~
case.oom:6:11: error: of an ancestor are known comm, exe, uid, pid and cgroup, not gid
    	ancestor gid 5 ancestor cmdline "x" kill
    	         ^~~
case.oom:6:26: error: of an ancestor are known comm, exe, uid, pid and cgroup, not cmdline
    	ancestor gid 5 ancestor cmdline "x" kill
    	                        ^~~~~~~
case.oom:7:2: error: ancestor is given already: it looks at all of them
    	ancestor ancestor comm "x" kill
    	^~~~~~~~~~~~~~~~~~~~~~~~~~
case.oom:8:11: error: unknown word groth; did you mean growth?
    	ancestor groth 5 kill
    	         ^~~~~
case.oom:9:11: error: unexpected kill, expected a word, a field or 'ancestor'
    	ancestor kill
    	         ^~~~
