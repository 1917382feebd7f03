A condition that holds long enough, one that does not, one after a suspend.
--- policy
table t
chain c {
	hook low
	when mem.available < 10% for 30s
	policy kill
}
--- snapshot
snapshot 1
at 0s
system mem.total=10G mem.available=900M
process pid=10 comm=a rss=9M
at 20s
system mem.available=800M
at 40s
system mem.available=700M
--- low
fired c
victim 10 case.oom:5
rank 10
--- snapshot
snapshot 1
at 0s
system mem.total=10G mem.available=900M
process pid=10 comm=a rss=9M
at 20s
system mem.available=5G
at 25s
system mem.available=700M
at 40s
system mem.available=700M
--- low
nothing fired
--- snapshot
snapshot 1
at 0s
system mem.total=10G mem.available=900M
process pid=10 comm=a rss=9M
at 20s suspended
at 40s
system mem.available=700M
--- low
nothing fired
--- snapshot
snapshot 1
system mem.total=10G mem.available=900M
process pid=10 comm=a rss=9M
--- low
fired c
victim 10 case.oom:5
rank 10
