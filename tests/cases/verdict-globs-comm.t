Globs of a name.
--- policy
table t
chain c {
	hook oom
	policy exempt
	comm { "sys*d", "?ash", "[a-c]x", "[!a-c]y", "a\\*b", "[]]z", "*.sh" } kill
}
--- snapshot
snapshot 1
system mem.total=10G
process pid=20 comm=systemd rss=30M
process pid=21 comm=sysd rss=29M
process pid=22 comm=sys rss=1M
process pid=23 comm=bash rss=28M
process pid=24 comm=ash rss=1M
process pid=25 comm=bx rss=27M
process pid=26 comm=dx rss=1M
process pid=27 comm=dy rss=26M
process pid=28 comm=ay rss=1M
process pid=29 comm="a*b" rss=25M
process pid=30 comm=axb rss=1M
process pid=31 comm="]z" rss=24M
process pid=32 comm="x/y.sh" rss=23M
process pid=33 comm=Bash rss=22M
process pid=34 comm=SYSD rss=1M
--- oom
fired c
victim 20 case.oom:5
rank 20 21 23 25 27 29 31 32 33
exempt 22 case.oom:4
exempt 24 case.oom:4
exempt 26 case.oom:4
exempt 28 case.oom:4
exempt 30 case.oom:4
exempt 34 case.oom:4
