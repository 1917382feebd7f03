asc at the end of order by.
--- policy
table t
chain c {
	hook oom
	order by age asc
	policy kill
}
--- text
table t

chain c {
	hook oom
	order by age asc
	policy kill
}
