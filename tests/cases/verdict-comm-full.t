A name of 15 bytes is matched whole.
--- policy
table t
chain c {
	hook oom
	policy exempt
	comm "123456789012345" kill
	comm "12345678901*" kill prefer 5
}
--- snapshot
snapshot 1
system mem.total=10G
process pid=10 comm=123456789012345 rss=1M
process pid=11 comm=12345678901234 rss=1M
--- oom
fired c
victim 11 case.oom:6
rank 11 10
