A regular expression is not anchored unless it says so.
--- policy
chain c {
	hook oom
	policy exempt
	comm ~ 'b+' kill prefer 1
	comm ~ '^c$' kill
	comm !~ '[a-z]' kill prefer 2
}
--- snapshot
snapshot 1
system mem.total=10G mem.available=100M
process pid=10 comm=abbc rss=1M
process pid=11 comm=cc rss=9M
process pid=12 comm=c rss=2M
process pid=13 comm=123 rss=1M
--- oom
fired c
victim 13 case.oom:6
rank 13 10 12
exempt 11 case.oom:3
