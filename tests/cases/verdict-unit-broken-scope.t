A member out of scope breaks the unit up.
--- policy
chain c {
	hook oom
	scope cgroup "/in/**"
	policy exempt
	comm "shell" kill tree
	comm "big" kill
}
--- snapshot
snapshot 1
system mem.total=10G
process pid=10 comm=shell cgroup="/in" rss=1M
process pid=11 ppid=10 comm=a cgroup="/out" rss=900M
process pid=20 comm=big cgroup="/in/x" rss=700M
--- oom
fired c
victim 20 case.oom:6
rank 20 10
