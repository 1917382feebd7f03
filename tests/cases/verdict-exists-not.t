`not exists` holds where no process matches; kernel threads are none.
--- policy
chain c {
	hook low
	when mem.available < 10% and not exists comm "game"
	policy kill
}
--- snapshot
snapshot 1
system mem.total=10G mem.available=100M
process pid=10 comm=a rss=9M
process pid=11 comm=game kthread
--- low
fired c
victim 10 case.oom:4
rank 10
exempt 11 always
--- snapshot
snapshot 1
system mem.total=10G mem.available=100M
process pid=10 comm=a rss=9M
process pid=11 comm=game rss=1M
--- low
nothing fired
