A freeze may have a unit.
--- policy
chain c {
	hook low
	when mem.available < 10%
	policy exempt
	comm "a" freeze cgroup
}
--- snapshot
snapshot 1
system mem.total=10G mem.available=100M
process pid=10 comm=a cgroup="/p" rss=500M
process pid=11 comm=b cgroup="/p" rss=400M
--- low
fired c
victim 10 case.oom:5 freeze cgroup 10 11
rank 10
exempt 11 case.oom:4
