The first verdict reached decides; statements before it count.
--- policy
table t
chain c {
	hook oom
	policy exempt
	uid 5 score +500
	comm "a" kill
	comm "a" uid 5 exempt
	uid 5 kill prefer 1
	uid 6 kill prefer 1
}
--- snapshot
snapshot 1
system mem.total=10G
process pid=10 comm=a uid=5 rss=100M
process pid=11 comm=b uid=5 rss=10M
process pid=12 comm=c uid=6 rss=50M
process pid=13 comm=d uid=7 rss=5G
--- oom
fired c
victim 11 case.oom:8
rank 11 12 10
exempt 13 case.oom:4
