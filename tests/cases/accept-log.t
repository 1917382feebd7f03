A line for the log.
--- policy
table t
chain c {
	hook oom
	policy kill
	uid 1 log "grower \"x\"\n" counter
	uid 2 log "" kill
}
--- text
table t

chain c {
	hook oom
	policy kill

	uid 1 log "grower \"x\"\n" counter
	uid 2 log "" kill
}
