Where no executable is known, an app is by comm.
--- policy
chain c {
	hook oom
	policy exempt
	comm "tab" kill app
	comm "big" kill
}
--- snapshot
snapshot 1
system mem.total=10G mem.available=100M
process pid=10 comm=tab uid=1000 rss=200M
process pid=11 comm=tab uid=1000 rss=250M
process pid=12 comm=tab uid=1001 rss=300M
process pid=20 comm=big rss=400M
--- oom
fired c
victim 11 case.oom:4 app 11 10
rank 11 20 12
