Globs of a path: * stays inside a component, ** does not.
--- policy
table t
chain c {
	hook oom
	policy exempt
	cgroup "/a/*" kill prefer 6
	cgroup "/b/**" kill prefer 5
	cgroup "/c/**/x" kill prefer 4
	cgroup "/d**" kill prefer 3
	cgroup "/e/?/[!q]" kill prefer 2
	cgroup "/*.slice/s-*.scope" kill prefer 1
}
--- snapshot
snapshot 1
system mem.total=10G
process pid=20 comm=p cgroup="/a/x" rss=50M
process pid=21 comm=p cgroup="/a" rss=50M
process pid=22 comm=p cgroup="/a/x/y" rss=50M
process pid=30 comm=p cgroup="/b" rss=50M
process pid=31 comm=p cgroup="/b/x" rss=49M
process pid=32 comm=p cgroup="/b/x/y" rss=48M
process pid=33 comm=p cgroup="/bb" rss=50M
process pid=40 comm=p cgroup="/c/x" rss=50M
process pid=41 comm=p cgroup="/c/a/x" rss=50M
process pid=42 comm=p cgroup="/c/a/b/x" rss=49M
process pid=43 comm=p cgroup="/c/a/xx" rss=50M
process pid=50 comm=p cgroup="/d" rss=50M
process pid=51 comm=p cgroup="/dd/e/f" rss=49M
process pid=60 comm=p cgroup="/e/a/b" rss=50M
process pid=61 comm=p cgroup="/e/a/q" rss=50M
process pid=62 comm=p cgroup="/e/bb/f" rss=50M
process pid=70 comm=p cgroup="/user.slice/s-1.scope" rss=50M
process pid=71 comm=p cgroup="/user.slice/x/s-1.scope" rss=50M
process pid=80 comm=p cgroup="/" rss=50M
--- oom
fired c
victim 20 case.oom:5
rank 20 30 31 32 41 42 50 51 60 70
exempt 21 case.oom:4
exempt 22 case.oom:4
exempt 33 case.oom:4
exempt 40 case.oom:4
exempt 43 case.oom:4
exempt 61 case.oom:4
exempt 62 case.oom:4
exempt 71 case.oom:4
exempt 80 case.oom:4
