A final /** after nothing matches the root, and everything else.
--- policy
table t
chain c {
	hook oom
	policy exempt
	cgroup "/**" kill
}
--- snapshot
snapshot 1
system mem.total=10G
process pid=20 comm=p cgroup="/" rss=50M
process pid=21 comm=p cgroup="/a" rss=49M
process pid=22 comm=p cgroup="/a/b" rss=48M
--- oom
fired c
victim 20 case.oom:5
rank 20 21 22
