In hook memcg a scope names the cgroup that was hit, or one above it.
--- policy
chain pods {
	hook memcg
	scope cgroup "/pods/**"
	policy kill
}
--- snapshot
snapshot 1
system mem.total=10G
cgroup path="/pods/a" memory.max=1G
cgroup path="/other" memory.max=1G
process pid=10 comm=a cgroup="/pods/a" rss=400M
process pid=11 comm=b cgroup="/other" rss=600M
--- memcg /pods/a
fired pods
victim 10 case.oom:4
rank 10
--- memcg /other
nothing fired
