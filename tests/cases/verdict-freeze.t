A freeze is a candidate like a kill; the next one follows in a forecast.
--- policy
chain c {
	hook low
	when mem.available < 10%
	policy exempt
	comm "a" freeze for 30s
	comm "b" kill
}
--- snapshot
snapshot 1
system mem.total=10G mem.available=100M
process pid=10 comm=a rss=500M
process pid=11 comm=b rss=400M
--- low
fired c
victim 10 case.oom:5 freeze
then 11 case.oom:6
rank 10 11
