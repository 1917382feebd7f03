Candidates are ordered by whatever is a number.
--- policy
table t
chain a {
	hook oom
	order by oom_score
	policy kill
}
chain b {
	hook oom
	order by pgtables asc
	policy kill
}
--- text
table t

chain a {
	hook oom
	order by oom_score
	policy kill
}

chain b {
	hook oom
	order by pgtables asc
	policy kill
}
