Jumps come back, return goes back early, and to the policy from a base chain.
--- policy
table t
chain c {
	hook oom
	policy kill
	jump sub
	uid 6 exempt
	uid 7 return
	uid 7 exempt
}
chain sub {
	uid 5 exempt
	uid 6 return
	comm "x" uid 7 exempt
}
--- snapshot
snapshot 1
system mem.total=10G
process pid=10 comm=x uid=5 rss=1G
process pid=11 comm=x uid=6 rss=1G
process pid=12 comm=x uid=7 rss=1G
process pid=13 comm=y uid=7 rss=1G
process pid=14 comm=y uid=8 rss=2G
--- oom
fired c
victim 14 case.oom:4
rank 14 13
exempt 10 case.oom:11
exempt 11 case.oom:6
exempt 12 case.oom:13
