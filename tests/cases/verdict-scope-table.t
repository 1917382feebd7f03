A table's scope and a chain's: both hold.
--- policy
table t
scope cgroup "/a/**"
chain c {
	hook oom
	scope cgroup { "/a/b", "/z" }
	policy kill
}
--- snapshot
snapshot 1
system mem.total=10G
process pid=10 comm=a rss=1M cgroup="/a"
process pid=11 comm=b rss=2M cgroup="/a/b/c"
process pid=12 comm=z rss=3M cgroup="/z"
--- oom
fired c
victim 11 case.oom:6
rank 11
