The root cgroup is never a unit.
--- policy
chain c {
	hook oom
	policy exempt
	comm "a" kill cgroup
	comm "big" kill
}
--- snapshot
snapshot 1
system mem.total=10G mem.available=100M
process pid=10 comm=a rss=100M
process pid=11 comm=b rss=300M
process pid=20 comm=big rss=150M
--- oom
fired c
victim 20 case.oom:5
rank 20 10
exempt 11 case.oom:3
