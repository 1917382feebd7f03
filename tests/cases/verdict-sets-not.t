Not in a set, of names and of numbers.
--- policy
table t
set n {
	type comm
	elements = { "a*", "b" }
}
set u {
	type uid
	elements = { 1-5 }
}
chain c {
	hook oom
	policy exempt
	comm != @n uid != @u kill
}
--- snapshot
snapshot 1
system mem.total=10G
process pid=10 comm=ax uid=9 rss=1M
process pid=11 comm=c uid=3 rss=1M
process pid=12 comm=c uid=6 rss=1M
--- oom
fired c
victim 12 case.oom:13
rank 12
exempt 10 case.oom:12
exempt 11 case.oom:12
