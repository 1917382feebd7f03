hook low: both hold, and who would follow until the condition no longer holds.
--- policy
table t
chain c {
	hook low
	when mem.available < 10% and swap.free < 10%
	until mem.available > 30%
	policy kill
}
--- snapshot
snapshot 1
system mem.total=10G mem.available=900M swap.total=1G swap.free=50M
process pid=20 comm=a rss=1G
process pid=21 comm=b rss=900M
process pid=22 comm=c rss=800M
--- low
fired c
victim 20 case.oom:6
then 21 case.oom:6
then 22 case.oom:6
rank 20 21 22
