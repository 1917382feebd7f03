Only tasks in or below the scope are looked at.
--- policy
table t
chain c {
	hook oom
	scope cgroup "/a"
	policy kill
	cgroup "/a/x" comm "spared" exempt
}
--- snapshot
snapshot 1
system mem.total=10G
process pid=10 comm=in rss=1M cgroup="/a"
process pid=11 comm=below rss=2M cgroup="/a/b/c"
process pid=12 comm=beside rss=3M cgroup="/ab"
process pid=13 comm=above rss=4M cgroup="/"
process pid=14 comm=spared rss=5M cgroup="/a/x"
--- oom
fired c
victim 11 case.oom:5
rank 11 10
exempt 14 case.oom:6
