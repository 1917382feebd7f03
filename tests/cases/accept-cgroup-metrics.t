Conditions about a cgroup, and about each that the scope names.
--- policy
table t
chain one {
	hook low
	when cgroup "/system.slice/a\\x2db.service" memory.current > 5G
	  and not cgroup "/" psi.some.avg60 < 12.5 for 10s
	  or cgroup "/a" memory.swap.current >= swap.free
	  or cgroup "/a" memory.anon < lower(10%, 400M)
	  or cgroup "/a" memory.max == 4G
	policy kill
}
chain each {
	hook low
	scope cgroup { "/kubepods.slice/*", "/user.slice/**" }
	when scope memory.current > 90% and mem.available < 50%
	until scope memory.current < 80% or scope psi.full.avg10 < 5
	policy kill
}
--- text
table t

chain one {
	hook low
	when cgroup "/system.slice/a\\x2db.service" memory.current > 5G and not cgroup "/" psi.some.avg60 < 12.5% for 10s or cgroup "/a" memory.swap.current >= swap.free or cgroup "/a" memory.anon < 10% and cgroup "/a" memory.anon < 400M or cgroup "/a" memory.max == 4G
	policy kill
}

chain each {
	hook low
	when scope memory.current > 90% and mem.available < 50%
	until scope memory.current < 80% or scope psi.full.avg10 < 5%
	scope cgroup { "/kubepods.slice/*", "/user.slice/**" }
	policy kill
}
--- disasm
table t  format 1
automaton cgroup  30 states, 52 edges, 15 columns, 3 classes
chain one  hook low priority 0  policy kill process  order total  deadline 1000ms  fallback kernel
    when
       0  cmp.cgroup "/system.slice/a\x2db.service" memory.current > 5368709120
       1  cmp.cgroup "/" psi.some.avg60 < 12.50%
       2  for       10000ms
       3  not       
       4  and       
       5  cmp.cgroup "/a" memory.swap.current >= swap.free
       6  or        
       7  cmp.cgroup "/a" memory.anon < 10%
       8  cmp.cgroup "/a" memory.anon < 419430400
       9  and       
      10  or        
      11  cmp.cgroup "/a" memory.max == 4294967296
      12  or        
      13  end       
chain each  hook low priority 0  policy kill process  order total  deadline 1000ms  fallback kernel  each  scope { "/kubepods.slice/*", "/user.slice/**" }
    when
      14  cmp.cgroup scope memory.current > 90%
      15  cmp       mem.available < 50%
      16  and       
    until
      17  cmp.cgroup scope memory.current < 80%
      18  cmp.cgroup scope psi.full.avg10 < 5%
      19  or        
      20  end       
