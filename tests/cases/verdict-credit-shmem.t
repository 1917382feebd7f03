What is shared memory is not given back: the next one follows.
--- policy
table t
chain c {
	hook low
	when mem.available < 5%
	policy kill
}
--- snapshot
snapshot 1
system mem.total=10G mem.available=200M
process pid=10 comm=p10 rss=900M anon=10M shmem=890M
process pid=11 comm=p11 rss=400M
process pid=12 comm=p12 rss=50M
--- low
fired c
victim 10 case.oom:5
then 11 case.oom:5
rank 10 11 12
