A regular expression on an unknown executable: in doubt, spare.
--- policy
chain c {
	hook oom
	policy exempt
	exe ~ '^/usr' exempt
	exe !~ '^/usr' kill
	rss > 0 kill prefer -1
}
--- snapshot
snapshot 1
system mem.total=10G mem.available=100M
process pid=10 comm=a rss=9M
process pid=11 comm=b exe="/usr/bin/b" rss=8M
process pid=12 comm=c exe="/opt/c" rss=7M
--- oom
fired c
victim 12 case.oom:5
rank 12
exempt 10 case.oom:4
exempt 11 case.oom:4
