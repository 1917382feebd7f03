A group that holds an exempt member is no candidate.
--- policy
chain c {
	hook memcg
	policy kill
	comm "safe" uid 0 exempt
}
--- snapshot
snapshot 1
system mem.total=10G
cgroup path="/pod" memory.max=2G
cgroup path="/pod/g" memory.oom.group=1
process pid=10 comm=safe cgroup="/pod/g" rss=3M
process pid=11 comm=b cgroup="/pod/g" rss=900M
process pid=12 comm=c cgroup="/pod/h" rss=600M
--- memcg /pod
fired c
victim 12 case.oom:3
rank 12
exempt 10 case.oom:4
exempt 11 memory.oom.group
