memcg.current and memcg.max are of the own cgroup; a percentage is of memcg.max.
--- policy
chain c {
	hook oom
	policy exempt
	memcg.current > 50% kill
	memcg.max < 1G kill prefer 1
}
--- snapshot
snapshot 1
system mem.total=10G mem.available=100M
cgroup path="/a" memory.current=600M memory.max=1G
cgroup path="/b" memory.current=400M memory.max=1G
cgroup path="/c" memory.current=10M memory.max=512M
process pid=10 comm=a cgroup="/a" rss=9M
process pid=11 comm=b cgroup="/b" rss=8M
process pid=12 comm=c cgroup="/c" rss=7M
process pid=13 comm=d cgroup="/d" rss=6M
--- oom
fired c
victim 12 case.oom:5
rank 12 10
exempt 11 case.oom:3
exempt 13 case.oom:3
