Without a stop line kills go on until the condition is false.
--- policy
table t
chain c {
	hook low
	when mem.available < 5%
	policy kill
}
--- snapshot
snapshot 1
system mem.total=10G mem.available=200M
process pid=10 comm=p10 rss=200M
process pid=11 comm=p11 rss=300M
process pid=12 comm=p12 rss=50M
--- low
fired c
victim 11 case.oom:5
then 10 case.oom:5
rank 11 10 12
