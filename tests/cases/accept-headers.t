Every header line of the core, and that defaults are left out again.
--- policy
table t
chain a {
	hook low priority -5
	when mem.available < 10%
	until mem.available > 20%
	order by rss asc
	deadline 2500ms
	fallback policy
	policy kill prefer -3
	mode dry
}
chain b {
	hook oom
	priority 0
	order by total
	deadline 1s
	fallback policy
	policy exempt
	mode enforce
	uid root kill
}
chain c {
	hook guard
	priority 7
	mode dry
	uid root exempt
}
chain d {
	hook oom
	fallback kernel
	order by age
	deadline 0s
	policy kill prefer 0
}
--- text
table t

chain a {
	hook low
	priority -5
	when mem.available < 10%
	until mem.available > 20%
	order by rss asc
	deadline 2500ms
	fallback policy
	policy kill prefer -3
	mode dry
}

chain b {
	hook oom
	policy exempt

	uid 0 kill
}

chain c {
	hook guard
	priority 7
	mode dry

	uid 0 exempt
}

chain d {
	hook oom
	order by age
	deadline 0ms
	fallback kernel
	policy kill
}
