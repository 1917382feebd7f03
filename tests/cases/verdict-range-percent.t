A range from an amount to a share.
--- policy
table t
chain c {
	hook oom
	policy exempt
	rss 2M-1% kill
}
--- snapshot
snapshot 1
system mem.total=10G
process pid=10 comm=p10 rss=1M
process pid=11 comm=p11 rss=100M
process pid=12 comm=p12 rss=102M
process pid=13 comm=p13 rss=103M
--- oom
fired c
victim 12 case.oom:5
rank 12 11
exempt 10 case.oom:4
exempt 13 case.oom:4
