Only who is in or below the cgroup that was hit; percentages are of its limit.
--- policy
chain c {
	hook memcg
	policy exempt
	total > 50% kill
}
--- snapshot
snapshot 1
system mem.total=10G
cgroup path="/pod" memory.max=1G memory.current=1G
process pid=10 comm=a cgroup="/pod" rss=400M
process pid=11 comm=b cgroup="/pod/in" rss=600M
process pid=12 comm=c cgroup="/podx" rss=9G
--- memcg /pod
fired c
victim 11 case.oom:4
rank 11
exempt 10 case.oom:3
