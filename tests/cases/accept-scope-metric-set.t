The cgroups that a chain runs for are those that the scope names, not all below.
--- policy
set slices { type cgroup; elements = { "/a", "/b/*" } }
chain each {
	hook low
	scope cgroup @slices
	when scope memory.current > 90%
	policy kill
}
chain not-each {
	hook low
	scope cgroup @slices
	when mem.available < 5%
	policy kill
}
--- text
table case

set slices {
	type cgroup
	elements = { "/a", "/b/*" }
}

chain each {
	hook low
	when scope memory.current > 90%
	scope cgroup @slices
	policy kill
}

chain not-each {
	hook low
	when mem.available < 5%
	scope cgroup { "/a/**", "/b/*/**" }
	policy kill
}
--- disasm
table case  format 1
automaton cgroup  7 states, 9 edges, 4 columns, 3 classes
chain each  hook low priority 0  policy kill process  order total  deadline 1000ms  fallback kernel  each  scope @slices
    when
       0  cmp.cgroup scope memory.current > 90%
       1  end       
chain not-each  hook low priority 0  policy kill process  order total  deadline 1000ms  fallback kernel  scope { "/a/**", "/b/*/**" }
    when
       2  cmp       mem.available < 5%
       3  end       
