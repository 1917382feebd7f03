Fields that are more than one process, and the arguments.
--- policy
table t
set shares { type memcg.current; elements = { 10%, 1G-2G } }
chain c {
	hook low
	when mem.available < 10%
	order by tree.total asc
	policy kill
	tree.total > 25% kill tree
	memcg.max > 50% memcg.current @shares kill cgroup
	cmdline "java *-jar*" cmdline != { "*--daemon*", "a b" } kill pgrp
	kill app grace 2s
}
--- text
table t

set shares {
	type memcg.current
	elements = { 1G-2G, 10% }
}

chain c {
	hook low
	when mem.available < 10%
	order by tree.total asc
	policy kill

	tree.total > 25% kill tree
	memcg.max > 50% memcg.current @shares kill cgroup
	cmdline "java *-jar*" cmdline != { "*--daemon*", "a b" } kill pgrp
	kill app grace 2s
}
