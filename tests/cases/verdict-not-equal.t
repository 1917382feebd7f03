!= with a glob, a literal and a set.
--- policy
table t
chain c {
	hook oom
	policy kill
	comm != "a*" cgroup != "/x/**" exempt
	oom_score_adj != 0 exempt
}
--- snapshot
snapshot 1
system mem.total=10G
process pid=20 comm=a1 cgroup="/x" rss=50M
process pid=21 comm=b cgroup="/x/y" rss=49M
process pid=22 comm=b cgroup="/z" rss=48M
process pid=23 comm=a2 oom_score_adj=5 rss=47M
--- oom
fired c
victim 20 case.oom:4
rank 20 21
exempt 22 case.oom:5
exempt 23 case.oom:6
