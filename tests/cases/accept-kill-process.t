kill and kill process are one.
--- policy
table t
chain c {
	hook oom
	policy kill
	uid 1 kill
	uid 2 kill process
	uid 3 kill process prefer 0
}
--- text
table t

chain c {
	hook oom
	policy kill

	uid 1 kill
	uid 2 kill
	uid 3 kill
}
