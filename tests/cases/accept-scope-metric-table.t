The scope of the table will do for `scope M`.
--- policy
scope cgroup "/user.slice/*"
chain each {
	hook low
	when scope memory.current > 90%
	policy kill
}
--- disasm
table case  format 1  scope { "/user.slice/*/**" }
automaton cgroup  15 states, 28 edges, 10 columns, 3 classes
chain each  hook low priority 0  policy kill process  order total  deadline 1000ms  fallback kernel  each  scope { "/user.slice/*" }
    when
       0  cmp.cgroup scope memory.current > 90%
       1  end       
