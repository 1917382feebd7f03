The path of the executable: * stays inside a component, ** does not.
--- policy
table t
chain c {
	hook oom
	policy kill
	exe "/usr/bin/*" exempt
	exe { "/opt/**/bin/tool", "/srv/app/**" } exempt
}
--- snapshot
snapshot 1
system mem.total=10G
process pid=10 comm=a exe="/usr/bin/cat" rss=1M
process pid=11 comm=b exe="/usr/bin/x/cat" rss=2M
process pid=12 comm=c exe="/opt/a/b/bin/tool" rss=3M
process pid=13 comm=d exe="/opt/bin/tool" rss=4M
process pid=14 comm=e exe="/srv/app" rss=5M
process pid=15 comm=f exe="/srv/app/deep/down" rss=6M
process pid=16 comm=g exe="/srv/apple" rss=7M
--- oom
fired c
victim 16 case.oom:4
rank 16 13 11
exempt 10 case.oom:5
exempt 12 case.oom:6
exempt 14 case.oom:6
exempt 15 case.oom:6
