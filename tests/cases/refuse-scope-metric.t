`scope M` wants a scope, and a when that runs the chain for each of its cgroups.
--- policy
chain a {
	hook low
	when scope memory.current > 90%
	policy kill
}
chain b {
	hook low
	scope cgroup "/a/*"
	when mem.available < 5%
	until scope memory.current < 80%
	policy kill
}
--- diagnostics
case.oom:3:7: error: neither the chain nor the table has a scope: of which cgroups?
    	when scope memory.current > 90%
    	     ^~~~~~~~~~~~~~~~~~~~~~~~~~
case.oom:10:8: error: the chain does not run for each cgroup: its when asks about none
    	until scope memory.current < 80%
    	      ^~~~~~~~~~~~~~~~~~~~~~~~~~
