Metrics of cgroups, and the paths of these.
--- policy
chain a {
	hook low
	scope cgroup "/a/*"
	when memory.current > 5G
	  or cgroup "/a" mem.available > 5G
	  or scope memcg.current > 5%
	  or cgroup "/a" memory.curent > 5%
	  or cgroup "a/b" memory.current > 5%
	  or cgroup "/a/*" memory.current > 5%
	  or cgroup "/a/" memory.current > 5%
	  or cgroup "" memory.current > 5%
	  or cgroup "/a//b" memory.current > 5%
	  or cgroup "/a" psi.some.avg10 > 5M
	  or cgroup "/a" psi.some.avg10 > psi.some.avg10
	  or cgroup "/a" memory.current > memory.max
	  or cgroup "/a" memory.current > pgscan.rate
	  or cgroup "/a" memory.current > 5s
	  or cgroup "/a" memory.current > -5
	  or cgroup "/0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345" memory.current > 5
	policy kill
}
chain b {
	hook low
	when pgscan.rate > 5%
	until pgscan.rate < 5M or pgscan.rate > 3/s or pgscan.rate > 99999999999 or pgscan.rate > mem.free
	policy kill
}
chain c {
	hook low
	scope cgroup "/a/*"
	when cgroup "/a/b" memory.current > lower(5%, 5s) or cgroup "/0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345" memory.current > 5
	policy kill
}
--- diagnostics
case.oom:4:7: error: memory.current is of a cgroup: write cgroup "/path" memory.current, or scope memory.current
    	when memory.current > 5G
    	     ^~~~~~~~~~~~~~
case.oom:5:19: error: mem.available is of the system, not of a cgroup
    	  or cgroup "/a" mem.available > 5G
    	                 ^~~~~~~~~~~~~
case.oom:6:13: error: memcg.current is of a process, not of the system: it stands in rules
    	  or scope memcg.current > 5%
    	           ^~~~~~~~~~~~~
case.oom:7:19: error: unknown metric memory.curent; did you mean memory.current?
    	  or cgroup "/a" memory.curent > 5%
    	                 ^~~~~~~~~~~~~
case.oom:8:14: error: the path of a cgroup begins with /
    	  or cgroup "a/b" memory.current > 5%
    	            ^~~~~
case.oom:9:14: error: this is the path of one cgroup, not a pattern: for several there is scope
    	  or cgroup "/a/*" memory.current > 5%
    	            ^~~~~~
case.oom:10:14: error: no cgroup has this path: a component is empty
    	  or cgroup "/a/" memory.current > 5%
    	            ^~~~~
case.oom:11:14: error: no cgroup has this path: a component is empty
    	  or cgroup "" memory.current > 5%
    	            ^~
case.oom:12:14: error: no cgroup has this path: a component is empty
    	  or cgroup "/a//b" memory.current > 5%
    	            ^~~~~~~
case.oom:13:36: error: psi.some.avg10 compares with a percentage
    	  or cgroup "/a" psi.some.avg10 > 5M
    	                                  ^~
case.oom:14:7: error: psi.some.avg10 and psi.some.avg10 cannot be compared
    	  or cgroup "/a" psi.some.avg10 > psi.some.avg10
    	     ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
case.oom:15:36: error: memory.max is of a cgroup: it stands on the left side
    	  or cgroup "/a" memory.current > memory.max
    	                                  ^~~~~~~~~~
case.oom:16:7: error: memory.current and pgscan.rate cannot be compared
    	  or cgroup "/a" memory.current > pgscan.rate
    	     ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
case.oom:17:36: error: memory.current compares with a size, a percentage or another metric
    	  or cgroup "/a" memory.current > 5s
    	                                  ^~
case.oom:18:36: error: memory.current is never negative
    	  or cgroup "/a" memory.current > -5
    	                                  ^~
case.oom:19:14: error: the path of a cgroup has at most 255 bytes here
    	  or cgroup "/012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234...
    	            ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
case.oom:24:21: error: pgscan.rate compares with a plain number
    	when pgscan.rate > 5%
    	                   ^~
case.oom:25:22: error: pgscan.rate compares with a plain number
    	until pgscan.rate < 5M or pgscan.rate > 3/s or pgscan.rate > 99999999999 or pgscan.rate > mem.free
    	                    ^~
case.oom:25:42: error: pgscan.rate compares with a plain number
    	until pgscan.rate < 5M or pgscan.rate > 3/s or pgscan.rate > 99999999999 or pgscan.rate > mem.free
    	                                        ^~~
case.oom:25:63: error: this number is too large
    	until pgscan.rate < 5M or pgscan.rate > 3/s or pgscan.rate > 99999999999 or pgscan.rate > mem.free
    	                                                             ^~~~~~~~~~~
case.oom:25:78: error: pgscan.rate and mem.free cannot be compared
    	until pgscan.rate < 5M or pgscan.rate > 3/s or pgscan.rate > 99999999999 or pgscan.rate > mem.free
    	                                                                            ^~~~~~~~~~~~~~~~~~~~~~
case.oom:31:48: error: memory.current compares with a size, a percentage or another metric
    	when cgroup "/a/b" memory.current > lower(5%, 5s) or cgroup "/012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456...
    	                                              ^~
case.oom:31:62: error: the path of a cgroup has at most 255 bytes here
    	when cgroup "/a/b" memory.current > lower(5%, 5s) or cgroup "/012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456...
    	                                                            ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
