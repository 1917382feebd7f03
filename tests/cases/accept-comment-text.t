A comment comes out again, an empty one does not.
--- policy
table t
chain c {
	hook oom
	policy kill
	uid 1 score +1 comment ""
	uid 2 counter comment "why"
	kill comment "all"
}
--- text
table t

chain c {
	hook oom
	policy kill

	uid 1 score +1
	uid 2 counter comment "why"
	kill comment "all"
}
