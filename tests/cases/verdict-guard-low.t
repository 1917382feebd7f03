A guard holds in low as well, and against override.
--- policy
table t
chain g {
	hook guard
	uid 1 exempt
}
chain c {
	hook low
	when mem.available < 5%
	policy kill override
}
--- snapshot
snapshot 1
system mem.total=10G mem.available=300M
process pid=10 comm=p10 uid=1 rss=9M
process pid=11 comm=p11 uid=2 rss=1M
--- low
fired c
victim 11 case.oom:9
rank 11
exempt 10 case.oom:4
