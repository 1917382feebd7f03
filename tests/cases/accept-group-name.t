A group by its name is its number.
--- policy
table t
chain c {
	hook oom
	policy kill
	gid root kill
}
--- text
table t

chain c {
	hook oom
	policy kill

	gid 0 kill
}
