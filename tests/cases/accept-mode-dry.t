mode dry and the other header lines that differ from the default.
--- policy
table t
chain c {
	hook oom
	priority -5
	mode dry
	order by rss asc
	deadline 10s
	fallback kernel
	policy kill
	uid 1 exempt
}
--- text
table t

chain c {
	hook oom
	priority -5
	order by rss asc
	deadline 10s
	fallback kernel
	policy kill
	mode dry

	uid 1 exempt
}
