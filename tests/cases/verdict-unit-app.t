An app is all processes of one uid and cgroup that run one executable.
--- policy
chain c {
	hook oom
	policy exempt
	uid 1000 kill app
	comm "big" kill
}
--- snapshot
snapshot 1
system mem.total=10G mem.available=100M
process pid=10 comm=tab1 uid=1000 cgroup="/s" exe="/usr/bin/fox" rss=200M
process pid=11 comm=tab2 uid=1000 cgroup="/s" exe="/usr/bin/fox" rss=250M
process pid=12 comm=tab3 uid=1000 cgroup="/other" exe="/usr/bin/fox" rss=300M
process pid=13 comm=tab4 uid=1000 cgroup="/s" exe="/usr/bin/fax" rss=310M
process pid=20 comm=big rss=400M
--- oom
fired c
victim 11 case.oom:4 app 11 10
rank 11 20 13 12
