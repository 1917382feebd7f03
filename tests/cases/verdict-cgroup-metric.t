A condition about one cgroup, in percent of its limit.
--- policy
chain c {
	hook low
	when cgroup "/a" memory.current > 90%
	policy kill
	memcg.current > 90% kill prefer 1
}
--- snapshot
snapshot 1
at 0s
system mem.total=8G
cgroup path="/a" memory.current=950M memory.max=1000M
cgroup path="/b" memory.current=950M memory.max=8G
process pid=10 comm=x rss=1M cgroup="/a"
process pid=11 comm=a rss=2M cgroup="/b"
--- low
fired c
victim 10 case.oom:5
then 11 case.oom:4
rank 10 11
