Paths that are hardly meant so.
--- policy
scope cgroup { "user.slice", "//**" }
set s { type cgroup; elements = { "/a", "/b/" } }
chain c {
	hook oom
	scope cgroup { "/a/", "/b//c" }
	policy kill
	cgroup @s kill
	cgroup { "/", "/a/*", "a/**", "**/x", "*/x" } kill
	cgroup "/a//**" kill
	exe { "/usr/bin//x", "/usr/", "memfd", "/a/**/b" } kill
	exe ~ '//$' kill
}
--- diagnostics
case.oom:1:16: warning: the path of every cgroup begins with /: this matches none
    scope cgroup { "user.slice", "//**" }
                   ^~~~~~~~~~~~
case.oom:1:30: warning: no component of a path is empty: this matches nothing below
    scope cgroup { "user.slice", "//**" }
                                 ^~~~~~
case.oom:2:41: warning: no component of a path is empty: this matches nothing below
    set s { type cgroup; elements = { "/a", "/b/" } }
                                            ^~~~~
case.oom:5:24: warning: no component of a path is empty: this matches nothing below
    	scope cgroup { "/a/", "/b//c" }
    	                      ^~~~~~~
case.oom:8:24: warning: the path of every cgroup begins with /: this matches none
    	cgroup { "/", "/a/*", "a/**", "**/x", "*/x" } kill
    	                      ^~~~~~
case.oom:9:9: warning: no component of a path is empty: this matches nothing below
    	cgroup "/a//**" kill
    	       ^~~~~~~~
case.oom:10:8: warning: no component of a path is empty: this matches nothing below
    	exe { "/usr/bin//x", "/usr/", "memfd", "/a/**/b" } kill
    	      ^~~~~~~~~~~~~
case.oom:10:23: warning: no component of a path is empty: this matches nothing below
    	exe { "/usr/bin//x", "/usr/", "memfd", "/a/**/b" } kill
    	                     ^~~~~~~
