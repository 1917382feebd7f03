The priority on the line of the hook.
--- policy
table t
chain c {
	hook oom priority +7
	policy kill
}
chain d {
	hook oom
	priority 0
	policy kill
}
--- text
table t

chain c {
	hook oom
	priority 7
	policy kill
}

chain d {
	hook oom
	policy kill
}
