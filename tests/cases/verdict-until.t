Kills go on until the stop line, one after the other.
--- policy
table t
chain c {
	hook low
	when mem.available < 5%
	until mem.available > 10%
	policy kill
}
--- snapshot
snapshot 1
system mem.total=10G mem.available=400M
process pid=10 comm=p10 rss=200M
process pid=11 comm=p11 rss=300M
process pid=12 comm=p12 rss=400M
process pid=13 comm=p13 rss=100M
--- low
fired c
victim 12 case.oom:6
then 11 case.oom:6
rank 12 11 10 13
