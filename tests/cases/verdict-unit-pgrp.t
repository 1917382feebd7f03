A process group counts as one, by the sum of its members.
--- policy
chain c {
	hook oom
	policy exempt
	comm "make" kill pgrp
	comm "big" kill
}
--- snapshot
snapshot 1
system mem.total=10G mem.available=100M
process pid=10 comm=make rss=1M
process pid=11 ppid=10 pgrp=10 comm=cc rss=400M
process pid=12 ppid=1 pgrp=10 comm=ld rss=400M
process pid=20 comm=big rss=700M
--- oom
fired c
victim 10 case.oom:4 pgrp 10 11 12
rank 10 20
exempt 11 case.oom:3
exempt 12 case.oom:3
