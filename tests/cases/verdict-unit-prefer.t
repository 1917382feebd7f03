Score and prefer of a unit are those of the matched task.
--- policy
chain c {
	hook oom
	policy exempt
	comm "a" kill pgrp
	comm "b" kill prefer 1
}
--- snapshot
snapshot 1
system mem.total=10G mem.available=100M
process pid=10 pgrp=7 comm=a rss=100M
process pid=11 pgrp=7 comm=x rss=3G
process pid=12 comm=b rss=1M
--- oom
fired c
victim 12 case.oom:5
rank 12 10
exempt 11 case.oom:3
