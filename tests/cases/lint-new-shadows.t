The old warnings know the new words.
--- policy
chain c {
	hook low
	when cgroup "/a" psi.some.avg10 >= 0 or zram.used >= 0
	until pgscan.rate > 5 and cgroup "/a" psi.full.avg10 > 3
	policy kill
	ancestor comm { "a", "b" } kill
	ancestor comm "a" rss > 5M kill
	comm ~ { 'x.*', 'y' } kill tree
	comm ~ 'y' kill
	growth > 5M/s growth < -5M/s kill
	ancestor comm "sh" exempt
	cmdline "*--spare-me*" exempt
	comm ~ '^ssh' exempt
	freeze
	uid 5 kill
}
--- diagnostics
case.oom:3:7: warning: this holds even with all memory free
    	when cgroup "/a" psi.some.avg10 >= 0 or zram.used >= 0
    	     ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
case.oom:4:8: warning: this never holds, not even with all memory free
    	until pgscan.rate > 5 and cgroup "/a" psi.full.avg10 > 3
    	      ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
case.oom:7:2: warning: this rule is never reached: line 6 decides all that it matches
    	ancestor comm "a" rss > 5M kill
    	^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
case.oom:9:2: warning: this rule is never reached: line 8 decides all that it matches
    	comm ~ 'y' kill
    	^~~~~~~~~~~~~~~
case.oom:10:16: warning: this rule can never match: no value of growth is left
    	growth > 5M/s growth < -5M/s kill
    	              ^~~~~~~~~~~~~~
case.oom:11:2: warning: exempt by name alone: any process can take a name; add uid or cgroup
    	ancestor comm "sh" exempt
    	^~~~~~~~~~~~~~~~~~
case.oom:12:2: warning: exempt by name alone: any process can take a name; add uid or cgroup
    	cmdline "*--spare-me*" exempt
    	^~~~~~~~~~~~~~~~~~~~~~
case.oom:13:2: warning: exempt by name alone: any process can take a name; add uid or cgroup
    	comm ~ '^ssh' exempt
    	^~~~~~~~~~~~~
case.oom:15:2: warning: this rule is never reached: line 14 decides everything
    	uid 5 kill
    	^~~~~~~~~~
