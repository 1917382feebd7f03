The pattern "[!a-c]x".
--- policy
table t
chain c {
	hook oom
	policy exempt
	comm "[!a-c]x" kill
}
--- snapshot
snapshot 1
system mem.total=10G
process pid=10 comm="ax" rss=1M
process pid=11 comm="dx" rss=1M
process pid=12 comm="!x" rss=1M
process pid=13 comm="x" rss=1M
--- oom
fired c
victim 12 case.oom:5
rank 12 11
exempt 10 case.oom:4
exempt 13 case.oom:4
