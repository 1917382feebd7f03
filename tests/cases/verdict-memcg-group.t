A cgroup with memory.oom.group is one unit, whatever the rule says.
--- policy
chain c {
	hook memcg
	policy kill
}
--- snapshot
snapshot 1
system mem.total=10G
cgroup path="/pod" memory.max=2G
cgroup path="/pod/g" memory.oom.group=1
process pid=10 comm=a cgroup="/pod/g" rss=300M
process pid=11 comm=b cgroup="/pod/g" rss=400M
process pid=12 comm=c cgroup="/pod/h" rss=600M
--- memcg /pod
fired c
victim 11 case.oom:3 cgroup 11 10
rank 11 12
