Kernel threads, pid 1, the executor and oom_score_adj -1000 are always exempt; who is exiting is not looked at.
--- policy
table t
chain c {
	hook oom
	policy kill prefer 9
}
--- snapshot
snapshot 1
system mem.total=10G
process pid=1 comm=init rss=5G
process pid=2 comm=kthreadd rss=5G kthread
process pid=20 comm=oomctl rss=5G executor
process pid=30 comm=udevd rss=5G oom_score_adj=-1000
process pid=31 comm=nearly rss=1M oom_score_adj=-999
process pid=40 comm=dying rss=5G exiting
--- oom
fired c
victim 31 case.oom:4
rank 31
exempt 1 always
exempt 2 always
exempt 20 always
exempt 30 always
