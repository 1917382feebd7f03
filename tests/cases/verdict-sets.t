Sets and lists of numbers; != is outside of all of it.
--- policy
table t
set s {
	type uid
	elements = { 10-20, 15-30, 40 }
}
chain c {
	hook oom
	policy exempt
	uid @s kill prefer 2
	uid != { 0, 5-7 } kill prefer 1
}
--- snapshot
snapshot 1
system mem.total=10G
process pid=20 comm=p uid=10 rss=50M
process pid=21 comm=p uid=30 rss=49M
process pid=22 comm=p uid=31 rss=48M
process pid=23 comm=p uid=40 rss=47M
process pid=24 comm=p uid=0 rss=46M
process pid=25 comm=p uid=6 rss=45M
process pid=26 comm=p uid=8 rss=44M
process pid=27 comm=p uid=9 rss=43M
--- oom
fired c
victim 20 case.oom:9
rank 20 21 23 22 26 27
exempt 24 case.oom:8
exempt 25 case.oom:8
