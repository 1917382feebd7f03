`scope M` in order of path: where the first has nobody, the next one decides.
--- policy
chain c {
	hook low
	scope cgroup "/jobs/*"
	when scope memory.current > 80%
	policy exempt
	comm "b*" kill
}
--- snapshot
snapshot 1
system mem.total=10G
cgroup path="/jobs/z" memory.current=900M memory.max=1G
cgroup path="/jobs/a" memory.current=900M memory.max=1G
process pid=10 comm=a cgroup="/jobs/a" rss=700M
process pid=11 comm=b1 cgroup="/jobs/z" rss=300M
--- low
fired c
victim 11 case.oom:6
rank 11
