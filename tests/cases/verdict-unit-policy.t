A member that only the policy exempts dies with its unit.
--- policy
chain c {
	hook oom
	policy exempt
	comm "shell" kill tree
}
--- snapshot
snapshot 1
system mem.total=10G mem.available=100M
process pid=10 comm=shell rss=1M
process pid=11 ppid=10 comm=a rss=900M
--- oom
fired c
victim 10 case.oom:4 tree 10 11
rank 10
exempt 11 case.oom:3
