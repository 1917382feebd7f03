A condition is about one cgroup.
--- policy
chain a {
	hook low
	when cgroup { "/a", "/b" } memory.current > 5
	policy kill
}
chain b {
	hook low
	when cgroup memory.current > 5 or cgroup "/a" > 5
	policy kill
}
--- diagnostics
case.oom:3:14: error: unexpected {, expected a string
    	when cgroup { "/a", "/b" } memory.current > 5
    	            ^
case.oom:8:14: error: unexpected memory.current, expected a string
    	when cgroup memory.current > 5 or cgroup "/a" > 5
    	            ^~~~~~~~~~~~~~
