Freeze, reclaim and exec are for hook low alone.
--- policy
chain g {
	hook guard
	uid 1 freeze
	uid 2 jump below
	uid 3 limit rate 1/minute exempt
}
chain o {
	hook oom
	policy kill
	uid 1 freeze
	uid 2 reclaim 5M
	uid 3 exec "x"
	goto below2
}
chain m {
	hook memcg
	policy freeze
	uid 1 exec "x"
	uid 2 kill grace 3s
}
chain below {
	uid 5 reclaim 1G
	limit rate 5/hour
}
chain below2 {
	uid 5 exec "/bin/true"
}
--- diagnostics
case.oom:3:8: error: freeze cannot stand in hook guard: it only spares
    	uid 1 freeze
    	      ^~~~~~
case.oom:5:8: error: limit cannot stand in hook guard: it only spares
    	uid 3 limit rate 1/minute exempt
    	      ^~~~~~~~~~~~~~~~~~~
case.oom:10:8: error: freeze is for hook low: in hook oom somebody has to die
    	uid 1 freeze
    	      ^~~~~~
case.oom:11:8: error: reclaim is for hook low: in hook oom somebody has to die
    	uid 2 reclaim 5M
    	      ^~~~~~~~~~
case.oom:12:8: error: exec is for hook low: in hook oom somebody has to die
    	uid 3 exec "x"
    	      ^~~~~~~~
case.oom:17:9: error: a policy is exempt or kill
    	policy freeze
    	       ^~~~~~
case.oom:18:8: error: exec is for hook low: in hook memcg somebody has to die
    	uid 1 exec "x"
    	      ^~~~~~~~
case.oom:19:13: error: grace is for hook low: in hook memcg there is no time for it
    	uid 2 kill grace 3s
    	           ^~~~~~~~
case.oom:22:8: error: reclaim cannot stand in chain below: guard chain g comes here
    	uid 5 reclaim 1G
    	      ^~~~~~~~~~
case.oom:23:2: error: limit cannot stand in chain below: guard chain g comes here
    	limit rate 5/hour
    	^~~~~~~~~~~~~~~~~
case.oom:26:8: error: exec cannot stand in chain below2: chain o of hook oom comes here
    	uid 5 exec "/bin/true"
    	      ^~~~~~~~~~~~~~~~
