One set of numbers, compared with two fields.
--- policy
table t
set u {
	type pid
	elements = { 10-11 }
}
chain c {
	hook oom
	policy exempt
	pid @u kill
	ppid @u kill prefer 1
}
--- snapshot
snapshot 1
system mem.total=10G
process pid=10 comm=p10 rss=1M
process pid=12 comm=p12 ppid=10 rss=1M
process pid=13 comm=p13 rss=1M
--- oom
fired c
victim 12 case.oom:10
rank 12 10
exempt 13 case.oom:8
