The pattern "a*b*c".
--- policy
table t
chain c {
	hook oom
	policy exempt
	comm "a*b*c" kill
}
--- snapshot
snapshot 1
system mem.total=10G
process pid=10 comm="abc" rss=1M
process pid=11 comm="axbxc" rss=1M
process pid=12 comm="acb" rss=1M
process pid=13 comm="abcc" rss=1M
--- oom
fired c
victim 13 case.oom:5
rank 13 11 10
exempt 12 case.oom:4
