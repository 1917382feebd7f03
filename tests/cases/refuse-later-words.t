What is not built yet says so, at its place.
--- policy
table t
define hog = 25%
include "local.d/*.oom"
scope cgroup "/user.slice/**"
chain m {
	hook memcg
	policy kill
}
chain e {
	hook low
	when mem.available < 10% for 30s and cgroup "/x" memory.current > 5G
	  or scope psi.full.avg10 > 5 or exists comm "x" or mem.available < lower(10%, 400M)
	until zram.used < 5G and pgscan.rate < 100
	scope cgroup "/user.slice/**"
	cooldown 5s
	order by growth
	policy kill tree grace 5s signal INT override
	total > $hog warn signal USR1
	ancestor comm "claude" counter kill cgroup
	growth > 50M/s limit rate 3/minute burst 2 log "grower" kill app comment "why"
	exe "/usr/bin/*" cmdline "x" ppid 1 pgrp 1 session 1 gid 0 anon 1 file 1 kill
	shmem 1 pgtables 1 vsize 1 oom_score 1 threads 1 children 1 tree.total 1 memcg.current 1 memcg.max 1 kill pgrp
	comm ~ 'a.*' dry kill
	comm !~ 'a.*' freeze for 5s
	goto x
	continue
	reclaim 5M
	exec "command"
	comm { $a, "b" } exempt
}
--- diagnostics
case.oom:2:1: error: define is not supported yet
    define hog = 25%
    ^~~~~~
case.oom:3:1: error: include is not supported yet
    include "local.d/*.oom"
    ^~~~~~~
case.oom:4:1: error: scope is not supported yet
    scope cgroup "/user.slice/**"
    ^~~~~
case.oom:6:7: error: hook memcg is not supported yet
    	hook memcg
    	     ^~~~~
case.oom:11:27: error: for is not supported yet
    	when mem.available < 10% for 30s and cgroup "/x" memory.current > 5G
    	                         ^~~
case.oom:11:39: error: cgroup is not supported yet
    	when mem.available < 10% for 30s and cgroup "/x" memory.current > 5G
    	                                     ^~~~~~
case.oom:12:7: error: scope is not supported yet
    	  or scope psi.full.avg10 > 5 or exists comm "x" or mem.available < lower(10%, 400M)
    	     ^~~~~
case.oom:12:35: error: exists is not supported yet
    	  or scope psi.full.avg10 > 5 or exists comm "x" or mem.available < lower(10%, 400M)
    	                                 ^~~~~~
case.oom:12:70: error: lower is not supported yet
    	  or scope psi.full.avg10 > 5 or exists comm "x" or mem.available < lower(10%, 400M)
    	                                                                    ^~~~~
case.oom:13:8: error: zram.used is not supported yet
    	until zram.used < 5G and pgscan.rate < 100
    	      ^~~~~~~~~
case.oom:13:27: error: pgscan.rate is not supported yet
    	until zram.used < 5G and pgscan.rate < 100
    	                         ^~~~~~~~~~~
case.oom:14:2: error: scope is not supported yet
    	scope cgroup "/user.slice/**"
    	^~~~~
case.oom:15:2: error: cooldown is not supported yet
    	cooldown 5s
    	^~~~~~~~
case.oom:16:11: error: growth is not supported yet
    	order by growth
    	         ^~~~~~
case.oom:17:14: error: kill tree is not supported yet
    	policy kill tree grace 5s signal INT override
    	            ^~~~
case.oom:17:19: error: grace is not supported yet
    	policy kill tree grace 5s signal INT override
    	                 ^~~~~
case.oom:17:28: error: signal is not supported yet
    	policy kill tree grace 5s signal INT override
    	                          ^~~~~~
case.oom:17:39: error: override is not supported yet
    	policy kill tree grace 5s signal INT override
    	                                     ^~~~~~~~
case.oom:18:10: error: $hog is not supported yet
    	total > $hog warn signal USR1
    	        ^~~~
case.oom:18:15: error: warn is not supported yet
    	total > $hog warn signal USR1
    	             ^~~~
case.oom:19:2: error: ancestor is not supported yet
    	ancestor comm "claude" counter kill cgroup
    	^~~~~~~~
case.oom:19:38: error: kill cgroup is not supported yet
    	ancestor comm "claude" counter kill cgroup
    	                                    ^~~~~~
case.oom:20:2: error: growth is not supported yet
    	growth > 50M/s limit rate 3/minute burst 2 log "grower" kill app comment "why"
    	^~~~~~
case.oom:20:11: error: 50M/s is not supported yet
    	growth > 50M/s limit rate 3/minute burst 2 log "grower" kill app comment "why"
    	         ^~~~~
case.oom:20:17: error: limit is not supported yet
    	growth > 50M/s limit rate 3/minute burst 2 log "grower" kill app comment "why"
    	               ^~~~~
case.oom:20:45: error: log is not supported yet
    	growth > 50M/s limit rate 3/minute burst 2 log "grower" kill app comment "why"
    	                                           ^~~
case.oom:20:63: error: kill app is not supported yet
    	growth > 50M/s limit rate 3/minute burst 2 log "grower" kill app comment "why"
    	                                                             ^~~
case.oom:20:67: error: comment is not supported yet
    	growth > 50M/s limit rate 3/minute burst 2 log "grower" kill app comment "why"
    	                                                                 ^~~~~~~
case.oom:21:2: error: exe is not supported yet
    	exe "/usr/bin/*" cmdline "x" ppid 1 pgrp 1 session 1 gid 0 anon 1 file 1 kill
    	^~~
case.oom:21:19: error: cmdline is not supported yet
    	exe "/usr/bin/*" cmdline "x" ppid 1 pgrp 1 session 1 gid 0 anon 1 file 1 kill
    	                 ^~~~~~~
case.oom:21:31: error: ppid is not supported yet
    	exe "/usr/bin/*" cmdline "x" ppid 1 pgrp 1 session 1 gid 0 anon 1 file 1 kill
    	                             ^~~~
case.oom:21:38: error: pgrp is not supported yet
    	exe "/usr/bin/*" cmdline "x" ppid 1 pgrp 1 session 1 gid 0 anon 1 file 1 kill
    	                                    ^~~~
case.oom:21:45: error: session is not supported yet
    	exe "/usr/bin/*" cmdline "x" ppid 1 pgrp 1 session 1 gid 0 anon 1 file 1 kill
    	                                           ^~~~~~~
case.oom:21:55: error: gid is not supported yet
    	exe "/usr/bin/*" cmdline "x" ppid 1 pgrp 1 session 1 gid 0 anon 1 file 1 kill
    	                                                     ^~~
case.oom:21:61: error: anon is not supported yet
    	exe "/usr/bin/*" cmdline "x" ppid 1 pgrp 1 session 1 gid 0 anon 1 file 1 kill
    	                                                           ^~~~
case.oom:21:68: error: file is not supported yet
    	exe "/usr/bin/*" cmdline "x" ppid 1 pgrp 1 session 1 gid 0 anon 1 file 1 kill
    	                                                                  ^~~~
case.oom:22:2: error: shmem is not supported yet
    	shmem 1 pgtables 1 vsize 1 oom_score 1 threads 1 children 1 tree.total 1 memcg.current 1 memcg.max 1 kill pgrp
    	^~~~~
case.oom:22:10: error: pgtables is not supported yet
    	shmem 1 pgtables 1 vsize 1 oom_score 1 threads 1 children 1 tree.total 1 memcg.current 1 memcg.max 1 kill pgrp
    	        ^~~~~~~~
case.oom:22:21: error: vsize is not supported yet
    	shmem 1 pgtables 1 vsize 1 oom_score 1 threads 1 children 1 tree.total 1 memcg.current 1 memcg.max 1 kill pgrp
    	                   ^~~~~
case.oom:22:29: error: oom_score is not supported yet
    	shmem 1 pgtables 1 vsize 1 oom_score 1 threads 1 children 1 tree.total 1 memcg.current 1 memcg.max 1 kill pgrp
    	                           ^~~~~~~~~
case.oom:22:41: error: threads is not supported yet
    	shmem 1 pgtables 1 vsize 1 oom_score 1 threads 1 children 1 tree.total 1 memcg.current 1 memcg.max 1 kill pgrp
    	                                       ^~~~~~~
case.oom:22:51: error: children is not supported yet
    	shmem 1 pgtables 1 vsize 1 oom_score 1 threads 1 children 1 tree.total 1 memcg.current 1 memcg.max 1 kill pgrp
    	                                                 ^~~~~~~~
case.oom:22:62: error: tree.total is not supported yet
    	shmem 1 pgtables 1 vsize 1 oom_score 1 threads 1 children 1 tree.total 1 memcg.current 1 memcg.max 1 kill pgrp
    	                                                            ^~~~~~~~~~
case.oom:22:75: error: memcg.current is not supported yet
    	shmem 1 pgtables 1 vsize 1 oom_score 1 threads 1 children 1 tree.total 1 memcg.current 1 memcg.max 1 kill pgrp
    	                                                                         ^~~~~~~~~~~~~
case.oom:22:91: error: memcg.max is not supported yet
    	shmem 1 pgtables 1 vsize 1 oom_score 1 threads 1 children 1 tree.total 1 memcg.current 1 memcg.max 1 kill pgrp
    	                                                                                         ^~~~~~~~~
case.oom:22:108: error: kill pgrp is not supported yet
    	shmem 1 pgtables 1 vsize 1 oom_score 1 threads 1 children 1 tree.total 1 memcg.current 1 memcg.max 1 kill pgrp
    	                                                                                                          ^~~~
case.oom:23:7: error: ~ is not supported yet
    	comm ~ 'a.*' dry kill
    	     ^
case.oom:23:15: error: dry is not supported yet
    	comm ~ 'a.*' dry kill
    	             ^~~
case.oom:24:7: error: !~ is not supported yet
    	comm !~ 'a.*' freeze for 5s
    	     ^~
case.oom:24:16: error: freeze is not supported yet
    	comm !~ 'a.*' freeze for 5s
    	              ^~~~~~
case.oom:25:2: error: goto is not supported yet
    	goto x
    	^~~~
case.oom:26:2: error: continue is not supported yet
    	continue
    	^~~~~~~~
case.oom:27:2: error: reclaim is not supported yet
    	reclaim 5M
    	^~~~~~~
case.oom:28:2: error: exec is not supported yet
    	exec "command"
    	^~~~
case.oom:29:9: error: $a is not supported yet
    	comm { $a, "b" } exempt
    	       ^~
