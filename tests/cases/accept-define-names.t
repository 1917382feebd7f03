Names of defines may equal keywords.
--- policy
table t
define chain = 5M; define define = $chain
chain c {
	hook oom
	policy kill
	rss > $define kill
}
--- text
table t

chain c {
	hook oom
	policy kill

	rss > 5M kill
}
