A forecast uses the tokens up: one kill a minute by that rule, then others.
--- policy
chain c {
	hook low
	when mem.available < 10%
	policy exempt
	comm "a*" limit rate 1/minute kill
	comm "b" kill
}
--- snapshot
snapshot 1
system mem.total=10G mem.available=100M
process pid=10 comm=a1 rss=500M
process pid=11 comm=a2 rss=400M
process pid=12 comm=b rss=100M
--- low
fired c
victim 10 case.oom:5
then 12 case.oom:6
rank 10 11 12
