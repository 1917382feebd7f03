Growth of a unit is the sum of what is known.
--- policy
chain c {
	hook low
	when mem.available < 10%
	order by growth
	policy exempt
	comm "a" kill tree
	comm "b" kill
}
--- snapshot
snapshot 1
at 0s
system mem.total=8G mem.available=100M
process pid=10 comm=a rss=100M
process pid=11 ppid=10 comm=x rss=100M
process pid=20 comm=b rss=100M
at 10s
process pid=10 rss=200M
process pid=11 rss=400M
process pid=12 ppid=10 comm=y rss=3G
process pid=20 rss=450M
--- low
fired c
victim 10 case.oom:6 tree 10 11 12
rank 10 20
exempt 11 case.oom:5
exempt 12 case.oom:5
