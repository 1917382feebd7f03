The pattern "a\xC3\xA4".
--- policy
table t
chain c {
	hook oom
	policy exempt
	comm "a\xC3\xA4" kill
}
--- snapshot
snapshot 1
system mem.total=10G
process pid=10 comm="aä" rss=1M
process pid=11 comm="a" rss=1M
--- oom
fired c
victim 10 case.oom:5
rank 10
exempt 11 case.oom:4
