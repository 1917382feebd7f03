A single-quoted string is raw.
--- policy
table t
chain c {
	hook oom
	policy exempt
	comm 'a\*' kill
}
--- snapshot
snapshot 1
system mem.total=10G
process pid=10 comm="a*" rss=1M
process pid=11 comm=ab rss=1M
--- oom
fired c
victim 10 case.oom:5
rank 10
exempt 11 case.oom:4
