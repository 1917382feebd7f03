An exec is ranked by size, too: here it comes second.
--- policy
chain c {
	hook low
	when mem.available < 10%
	policy exempt
	comm "a" exec "restart it"
	comm "b" kill
}
--- snapshot
snapshot 1
system mem.total=10G mem.available=100M
process pid=10 comm=a rss=300M
process pid=11 comm=b rss=400M
--- low
fired c
victim 11 case.oom:6
then 10 case.oom:5 exec
rank 11 10
