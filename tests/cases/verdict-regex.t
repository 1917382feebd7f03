A regular expression matches anywhere, unless it is anchored; byte-wise, and in
a path also across a slash.
--- policy
chain c {
	hook oom
	policy kill
	comm ~ 'b+c' cgroup "/" exempt
	comm !~ { '^x', '[[:digit:]]$' } cgroup "/" exempt
	exe ~ 'usr.*bin' cgroup "/" exempt
}
--- snapshot
snapshot 1
at 0s
system mem.total=8G mem.available=100M
process pid=10 comm=abbbcd rss=1M
process pid=11 comm=x-ac rss=2M exe="/opt/x"
process pid=12 comm=ac9 rss=3M exe="/opt/x"
process pid=13 comm=ac rss=4M
process pid=14 comm=xyz rss=5M exe="/usr/local/bin/y"
process pid=15 comm=xyz rss=6M
--- oom
fired c
victim 12 case.oom:3
rank 12 11
exempt 10 case.oom:4
exempt 13 case.oom:5
exempt 14 case.oom:6
exempt 15 case.oom:6
