A define of a word: a metric, where one may stand.
--- policy
table t
define total = mem.total
chain c {
	hook low
	when mem.available < $total
	policy kill
}
