A condition that some process meets, all matches at once.
--- policy
chain c {
	hook low
	when exists comm "restic" uid 0
	policy kill
}
--- snapshot
snapshot 1
at 0s
system mem.total=8G
process pid=10 comm=restic uid=5 rss=1M
process pid=11 comm=a uid=0 rss=2M
--- low
nothing fired
--- snapshot
snapshot 1
at 0s
system mem.total=8G
process pid=10 comm=restic uid=0 rss=1M
process pid=11 comm=a uid=0 rss=2M
--- low
fired c
victim 11 case.oom:4
then 10 case.oom:4
rank 11 10
