return in a base chain comes to the policy.
--- policy
table t
chain c {
	hook oom
	policy exempt
	uid 1 return
	rss > 0 kill prefer 5
}
--- snapshot
snapshot 1
system mem.total=10G
process pid=10 comm=p10 uid=1 rss=900M
process pid=12 comm=p12 uid=2 rss=1M
--- oom
fired c
victim 12 case.oom:6
rank 12
exempt 10 case.oom:4
