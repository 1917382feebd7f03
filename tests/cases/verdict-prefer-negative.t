A negative prefer comes last, whatever the size.
--- policy
table t
chain c {
	hook oom
	policy kill
	uid 1 kill prefer -1
	uid 2 kill prefer 1
}
--- snapshot
snapshot 1
system mem.total=10G
process pid=10 comm=p10 uid=1 rss=900M
process pid=11 comm=p11 uid=0 rss=9M
process pid=12 comm=p12 uid=2 rss=1M
--- oom
fired c
victim 12 case.oom:6
rank 12 11 10
