The policy kills, no rule says otherwise: the largest goes first, by total.
--- policy
table t
chain last {
	hook oom
	policy kill
}
--- snapshot
snapshot 1
system mem.total=8G mem.available=100M
process pid=1 comm=init rss=10M
process pid=101 comm=small rss=100M
process pid=102 comm=large rss=4G
process pid=103 comm=swapped rss=1G swap=3G pgtables=16M
--- oom
fired last
victim 103 case.oom:4
rank 103 102 101
exempt 1 always
