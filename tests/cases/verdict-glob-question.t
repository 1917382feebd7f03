The pattern "a?c".
--- policy
table t
chain c {
	hook oom
	policy exempt
	comm "a?c" kill
}
--- snapshot
snapshot 1
system mem.total=10G
process pid=10 comm="abc" rss=1M
process pid=11 comm="ac" rss=1M
process pid=12 comm="abbc" rss=1M
--- oom
fired c
victim 10 case.oom:5
rank 10
exempt 11 case.oom:4
exempt 12 case.oom:4
