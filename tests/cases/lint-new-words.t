What is right is not warned of: a limit decides nobody for good, two ancestors
may differ, and a cgroup may be full while memory is free.
--- policy
chain c {
	hook low
	scope cgroup "/a/*"
	when scope memory.current > 50% or exists uid 5 or cgroup "/b" memory.current > 1G
	until scope memory.current > 5G
	policy kill
	uid 5 limit rate 1/minute kill
	uid 5 kill
	ancestor comm "a" ancestor comm "b" exempt
	ancestor pid 5 ancestor pid 6 kill
	comm ~ 'a' comm "b" kill
	comm ~ '/' kill
	growth < 0/s kill
}
--- diagnostics
case.oom:9:2: warning: exempt by name alone: any process can take a name; add uid or cgroup
    	ancestor comm "a" ancestor comm "b" exempt
    	^~~~~~~~~~~~~~~~~
