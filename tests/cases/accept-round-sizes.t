Numbers come out in their largest unit.
--- policy
table t
chain c {
	hook oom
	policy kill
	rss 1024 file 1025 anon 1048576 vsize 1024G age 60000ms kill
	rss > 12.50% total <= 0.01% kill
	age 86400s kill
}
--- text
table t

chain c {
	hook oom
	policy kill

	rss 1K file 1025 anon 1M vsize 1T age 1m kill
	rss > 12.5% total <= 0.01% kill
	age 1d kill
}
