A reclaim is ranked like a kill, and not credited in a forecast.
--- policy
chain c {
	hook low
	when mem.available < 10%
	policy exempt
	comm "a" reclaim 5G
	comm "b" kill
}
--- snapshot
snapshot 1
system mem.total=10G mem.available=100M
process pid=10 comm=a cgroup="/p" rss=5G
process pid=11 comm=b rss=400M
--- low
fired c
victim 10 case.oom:5 reclaim
then 11 case.oom:6
rank 10 11
