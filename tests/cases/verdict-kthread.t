Kernel threads and what is exiting are not for anybody.
--- policy
table t
chain c {
	hook oom
	policy kill
	kill override
}
--- snapshot
snapshot 1
system mem.total=10G
process pid=10 comm=kworker kthread
process pid=11 comm=p11 rss=9M exiting
process pid=12 comm=p12 rss=1M
process pid=13 comm=p13 rss=5M executor
--- oom
fired c
victim 12 case.oom:5
rank 12
exempt 10 always
exempt 13 always
