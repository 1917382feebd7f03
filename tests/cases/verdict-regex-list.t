A list behind ~ means any of them; braces and alternatives.
--- policy
chain c {
	hook oom
	policy exempt
	comm ~ { '^a{2,3}$', 'x|y' } kill
}
--- snapshot
snapshot 1
system mem.total=10G mem.available=100M
process pid=10 comm=a rss=9M
process pid=11 comm=aa rss=8M
process pid=12 comm=aaa rss=7M
process pid=13 comm=aaaa rss=6M
process pid=14 comm=1y2 rss=5M
--- oom
fired c
victim 11 case.oom:4
rank 11 12 14
exempt 10 case.oom:3
exempt 13 case.oom:3
