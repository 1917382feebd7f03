An ancestor beyond the parent matches; the process itself and pid 1 do not count.
--- policy
chain c {
	hook oom
	policy exempt
	ancestor comm "sshd" kill
	ancestor comm "init" kill prefer 9
}
--- snapshot
snapshot 1
system mem.total=10G mem.available=100M
process pid=1 comm=init rss=1M
process pid=10 comm=sshd rss=900M
process pid=11 ppid=10 comm=bash rss=10M
process pid=12 ppid=11 comm=cc rss=300M
--- oom
fired c
victim 12 case.oom:4
rank 12 11
exempt 1 always
exempt 10 case.oom:3
