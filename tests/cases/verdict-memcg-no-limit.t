Without a limit percentages are of all memory.
--- policy
chain c {
	hook memcg
	policy exempt
	total > 50% kill
}
--- snapshot
snapshot 1
system mem.total=10G
cgroup path="/pod" memory.max=max
process pid=10 comm=a cgroup="/pod" rss=4G
process pid=11 comm=b cgroup="/pod/in" rss=6G
--- memcg /pod
fired c
victim 11 case.oom:4
rank 11
exempt 10 case.oom:3
