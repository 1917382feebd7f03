What each field is compared with.
--- policy
table t
chain c {
	hook oom
	policy kill
	ppid 20 exempt
	pgrp 31 exempt
	session 41 exempt
	gid 51 exempt
	file > 100M exempt
	shmem > 100M exempt
	pgtables > 10M exempt
	vsize > 10G exempt
	threads > 100 exempt
	children 2 exempt
	anon 300M exempt
}
--- snapshot
snapshot 1
system mem.total=10G
process pid=20 comm=two-children rss=1M
process pid=21 ppid=20 comm=child rss=1M
process pid=22 ppid=20 comm=child rss=1M
process pid=31 comm=pgrp rss=1M
process pid=41 comm=session rss=1M
process pid=51 comm=gid rss=1M gid=51
process pid=61 comm=file rss=200M file=150M
process pid=71 comm=shmem rss=200M shmem=150M
process pid=81 comm=pgtables rss=1M pgtables=20M
process pid=91 comm=vsize rss=1M vsize=20G
process pid=101 comm=threads rss=1M threads=200
process pid=111 comm=anon rss=500M file=90M anon=300M
process pid=121 comm=none rss=2M
--- oom
fired c
victim 121 case.oom:4
rank 121
exempt 20 case.oom:14
exempt 21 case.oom:5
exempt 22 case.oom:5
exempt 31 case.oom:6
exempt 41 case.oom:7
exempt 51 case.oom:8
exempt 61 case.oom:9
exempt 71 case.oom:10
exempt 81 case.oom:11
exempt 91 case.oom:12
exempt 101 case.oom:13
exempt 111 case.oom:15
