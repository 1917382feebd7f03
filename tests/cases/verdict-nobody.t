Nobody there, nobody taken.
--- policy
table t
chain c {
	hook oom
	policy kill
}
--- snapshot
snapshot 1
system mem.total=10G
--- oom
fired c
