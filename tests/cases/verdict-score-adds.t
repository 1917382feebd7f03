Scores add up over rules, and in one rule.
--- policy
table t
chain c {
	hook oom
	policy kill
	uid 1 score +5 score +6
	uid < 9 score -1
	comm "p12" score +12
}
--- snapshot
snapshot 1
system mem.total=10G
process pid=10 comm=p10 uid=1 rss=100M
process pid=11 comm=p11 uid=20 rss=200M
process pid=12 comm=p12 uid=20 rss=100M
--- oom
fired c
victim 12 case.oom:4
rank 12 10 11
