`scope M` with no cgroup for which it holds: nothing fires.
--- policy
chain c {
	hook low
	scope cgroup "/jobs/*"
	when scope memory.current > 80%
	policy kill
}
--- snapshot
snapshot 1
system mem.total=10G mem.available=1M
cgroup path="/jobs/a" memory.current=700M memory.max=1G
cgroup path="/other" memory.current=990M memory.max=1G
process pid=10 comm=a cgroup="/jobs/a" rss=700M
process pid=11 comm=b cgroup="/other" rss=990M
--- low
nothing fired
