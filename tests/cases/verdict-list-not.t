None of a list.
--- policy
table t
chain c {
	hook oom
	policy exempt
	uid != { 1, 3 } kill
}
--- snapshot
snapshot 1
system mem.total=10G
process pid=10 comm=p10 uid=1 rss=1M
process pid=11 comm=p11 uid=2 rss=1M
process pid=12 comm=p12 uid=3 rss=1M
--- oom
fired c
victim 11 case.oom:5
rank 11
exempt 10 case.oom:4
exempt 12 case.oom:4
