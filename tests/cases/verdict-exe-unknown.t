Not known is no match, but in a rule that spares it is: in doubt, spare.
--- policy
table t
chain c {
	hook oom
	policy kill
	exe "/bin/none" kill prefer 5
	exe "/bin/none" comm "spared" exempt
}
--- snapshot
snapshot 1
system mem.total=10G
process pid=10 comm=spared rss=5M
process pid=11 comm=other rss=3M
process pid=12 comm=known exe="/bin/some" rss=2M
process pid=13 comm=spared exe="/bin/some" rss=1M
--- oom
fired c
victim 11 case.oom:4
rank 11 12 13
exempt 10 case.oom:6
