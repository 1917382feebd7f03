A point is a thousandth of mem.total, rounded toward zero.
--- policy
table t
chain c {
	hook oom
	policy kill
	comm "up" score +100
	comm "down" score -100
}
--- snapshot
snapshot 1
system mem.total=10G
process pid=10 comm=up rss=100M
process pid=11 comm=mid rss=1123M
process pid=12 comm=mid2 rss=1125M
process pid=13 comm=down rss=2G
--- oom
fired c
victim 12 case.oom:4
rank 12 10 11 13
