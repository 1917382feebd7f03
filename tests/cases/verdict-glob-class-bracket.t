The pattern "[]a]x".
--- policy
table t
chain c {
	hook oom
	policy exempt
	comm "[]a]x" kill
}
--- snapshot
snapshot 1
system mem.total=10G
process pid=10 comm="]x" rss=1M
process pid=11 comm="ax" rss=1M
process pid=12 comm="x" rss=1M
--- oom
fired c
victim 11 case.oom:5
rank 11 10
exempt 12 case.oom:4
