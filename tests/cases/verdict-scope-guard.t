What a guard chain exempts is exempt in its scope only.
--- policy
table t
chain g {
	hook guard
	scope cgroup "/a"
	uid 1 exempt
}
chain c {
	hook oom
	policy kill
}
--- snapshot
snapshot 1
system mem.total=10G
process pid=10 comm=a uid=1 rss=1M cgroup="/a"
process pid=11 comm=b uid=1 rss=2M cgroup="/b"
--- oom
fired c
victim 11 case.oom:9
rank 11
exempt 10 case.oom:5
