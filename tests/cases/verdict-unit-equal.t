Equal units are one candidate, the best of them stands for it.
--- policy
chain c {
	hook oom
	policy exempt
	comm "w*" kill pgrp
}
--- snapshot
snapshot 1
system mem.total=10G mem.available=100M
process pid=10 pgrp=7 comm=w1 rss=100M
process pid=11 pgrp=7 comm=w2 rss=300M
process pid=12 comm=w3 rss=350M
--- oom
fired c
victim 11 case.oom:4 pgrp 11 10
rank 11 12
