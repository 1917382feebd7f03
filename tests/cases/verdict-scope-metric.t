`scope M` runs once for each cgroup that the scope names and the condition holds for.
--- policy
chain c {
	hook low
	scope cgroup "/jobs/*"
	when scope memory.current > 80%
	policy kill
}
--- snapshot
snapshot 1
system mem.total=10G
cgroup path="/jobs/a" memory.current=700M memory.max=1G
cgroup path="/jobs/b" memory.current=900M memory.max=1G
cgroup path="/jobs/c" memory.current=950M memory.max=1G
process pid=10 comm=a cgroup="/jobs/a" rss=700M
process pid=11 comm=b cgroup="/jobs/b" rss=300M
process pid=12 comm=b cgroup="/jobs/b/x" rss=500M
process pid=13 comm=c cgroup="/jobs/c" rss=950M
--- low
fired c
victim 12 case.oom:5
then 11 case.oom:5
rank 12 11
