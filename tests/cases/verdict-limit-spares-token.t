A token is taken where a decision acts by the rule, not per task looked at.
--- policy
chain c {
	hook low
	when mem.available < 10%
	policy exempt
	comm "a*" limit rate 1/hour kill prefer -1
	comm "b" kill
}
--- snapshot
snapshot 1
system mem.total=10G mem.available=100M
process pid=10 comm=a1 rss=500M
process pid=11 comm=a2 rss=300M
process pid=12 comm=b rss=100M
--- low
fired c
victim 12 case.oom:6
then 10 case.oom:5
rank 12 10 11
