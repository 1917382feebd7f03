A burst of two: two by that rule in a row.
--- policy
chain c {
	hook low
	when mem.available < 10%
	policy exempt
	comm "a*" limit rate 1/minute burst 2 kill
}
--- snapshot
snapshot 1
system mem.total=10G mem.available=100M
process pid=10 comm=a1 rss=500M
process pid=11 comm=a2 rss=300M
process pid=12 comm=a3 rss=100M
--- low
fired c
victim 10 case.oom:5
then 11 case.oom:5
rank 10 11 12
