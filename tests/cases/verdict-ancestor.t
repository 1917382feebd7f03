An ancestor at any distance below pid 1; not the process itself.
--- policy
chain c {
	hook oom
	policy exempt
	ancestor comm "claude" kill
	ancestor uid 7 comm "x" kill
}
--- snapshot
snapshot 1
at 0s
system mem.total=8G mem.available=100M
process pid=1 comm=claude
process pid=10 comm=claude rss=1M
process pid=11 ppid=10 comm=bash rss=2M
process pid=12 ppid=11 comm=node rss=3M
process pid=20 comm=sh uid=7 rss=4M
process pid=21 ppid=20 comm=x rss=5M
process pid=22 ppid=20 comm=y rss=6M
--- oom
fired c
victim 21 case.oom:5
rank 21 12 11
exempt 1 always
exempt 10 case.oom:3
exempt 20 case.oom:3
exempt 22 case.oom:3
