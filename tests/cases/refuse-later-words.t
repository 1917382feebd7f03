What is not built yet says so, at its place.
--- policy
table t
chain m {
	hook memcg
	policy kill
}
chain e {
	hook low
	when mem.available < 10% and cgroup "/x" memory.current > 5G
	  or scope psi.full.avg10 > 5 or exists comm "x" uid 5
	until zram.used < 5G and pgscan.rate < 100 and mem.free > zram.used
	order by growth
	policy kill tree
	ancestor comm "claude" counter kill cgroup
	growth > 50M/s limit rate 3/minute burst 2 kill app
	uid 1 limit rate 3/hour kill
	cmdline "x" tree.total 1 memcg.current 1 memcg.max 1 kill pgrp
	comm ~ 'a.*' kill
	comm !~ 'a.*' freeze for 5s
	freeze cgroup
	reclaim 5M
	exec "command"
}
set s {
	type growth
	elements = { 1 }
}
--- diagnostics
case.oom:3:7: error: hook memcg is not supported yet
    	hook memcg
    	     ^~~~~
case.oom:8:31: error: cgroup is not supported yet
    	when mem.available < 10% and cgroup "/x" memory.current > 5G
    	                             ^~~~~~
case.oom:9:7: error: scope is not supported yet
    	  or scope psi.full.avg10 > 5 or exists comm "x" uid 5
    	     ^~~~~
case.oom:9:35: error: exists is not supported yet
    	  or scope psi.full.avg10 > 5 or exists comm "x" uid 5
    	                                 ^~~~~~
case.oom:10:8: error: zram.used is not supported yet
    	until zram.used < 5G and pgscan.rate < 100 and mem.free > zram.used
    	      ^~~~~~~~~
case.oom:10:27: error: pgscan.rate is not supported yet
    	until zram.used < 5G and pgscan.rate < 100 and mem.free > zram.used
    	                         ^~~~~~~~~~~
case.oom:10:60: error: zram.used is not supported yet
    	until zram.used < 5G and pgscan.rate < 100 and mem.free > zram.used
    	                                                          ^~~~~~~~~
case.oom:11:11: error: growth is not supported yet
    	order by growth
    	         ^~~~~~
case.oom:12:14: error: kill tree is not supported yet
    	policy kill tree
    	            ^~~~
case.oom:13:2: error: ancestor is not supported yet
    	ancestor comm "claude" counter kill cgroup
    	^~~~~~~~
case.oom:13:38: error: kill cgroup is not supported yet
    	ancestor comm "claude" counter kill cgroup
    	                                    ^~~~~~
case.oom:14:2: error: growth is not supported yet
    	growth > 50M/s limit rate 3/minute burst 2 kill app
    	^~~~~~
case.oom:14:11: error: 50M/s is not supported yet
    	growth > 50M/s limit rate 3/minute burst 2 kill app
    	         ^~~~~
case.oom:14:17: error: limit is not supported yet
    	growth > 50M/s limit rate 3/minute burst 2 kill app
    	               ^~~~~
case.oom:14:50: error: kill app is not supported yet
    	growth > 50M/s limit rate 3/minute burst 2 kill app
    	                                                ^~~
case.oom:15:8: error: limit is not supported yet
    	uid 1 limit rate 3/hour kill
    	      ^~~~~
case.oom:16:2: error: cmdline is not supported yet
    	cmdline "x" tree.total 1 memcg.current 1 memcg.max 1 kill pgrp
    	^~~~~~~
case.oom:16:14: error: tree.total is not supported yet
    	cmdline "x" tree.total 1 memcg.current 1 memcg.max 1 kill pgrp
    	            ^~~~~~~~~~
case.oom:16:27: error: memcg.current is not supported yet
    	cmdline "x" tree.total 1 memcg.current 1 memcg.max 1 kill pgrp
    	                         ^~~~~~~~~~~~~
case.oom:16:43: error: memcg.max is not supported yet
    	cmdline "x" tree.total 1 memcg.current 1 memcg.max 1 kill pgrp
    	                                         ^~~~~~~~~
case.oom:16:60: error: kill pgrp is not supported yet
    	cmdline "x" tree.total 1 memcg.current 1 memcg.max 1 kill pgrp
    	                                                          ^~~~
case.oom:17:7: error: ~ is not supported yet
    	comm ~ 'a.*' kill
    	     ^
case.oom:18:7: error: !~ is not supported yet
    	comm !~ 'a.*' freeze for 5s
    	     ^~
case.oom:18:16: error: freeze is not supported yet
    	comm !~ 'a.*' freeze for 5s
    	              ^~~~~~
case.oom:19:2: error: freeze is not supported yet
    	freeze cgroup
    	^~~~~~
case.oom:20:2: error: reclaim is not supported yet
    	reclaim 5M
    	^~~~~~~
case.oom:21:2: error: exec is not supported yet
    	exec "command"
    	^~~~
case.oom:24:7: error: growth is not supported yet
    	type growth
    	     ^~~~~~
