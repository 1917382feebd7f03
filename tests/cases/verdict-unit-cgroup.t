A leaf cgroup counts as one; one below it is another.
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
process pid=10 comm=a cgroup="/box" rss=100M
process pid=11 comm=b cgroup="/box" rss=300M
process pid=12 comm=c cgroup="/box/in" rss=4G
process pid=20 comm=big rss=350M
--- oom
fired c
victim 10 case.oom:4 cgroup 10 11
rank 10 20
exempt 11 case.oom:3
exempt 12 case.oom:3
