Durations, and that they are the age now.
--- policy
table t
chain c {
	hook oom
	policy exempt
	age < 10m kill prefer 1
	age >= 2h kill
}
--- snapshot
snapshot 1
system mem.total=10G
process pid=20 comm=a age=9m rss=50M
process pid=21 comm=b age=10m rss=50M
process pid=22 comm=c age=2h rss=50M
process pid=23 comm=d age=119m rss=50M
--- oom
fired c
victim 20 case.oom:5
rank 20 22
exempt 21 case.oom:4
exempt 23 case.oom:4
