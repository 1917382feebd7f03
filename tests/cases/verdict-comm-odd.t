Names with spaces, quotes and parentheses.
--- policy
table t
chain c {
	hook oom
	policy exempt
	comm { "a b", "say \"x\"", "p) S 1", "new\nline" } kill
}
--- snapshot
snapshot 1
system mem.total=10G
process pid=10 comm="a b" rss=1M
process pid=11 comm="say \"x\"" rss=1M
process pid=12 comm="p) S 1" rss=1M
process pid=13 comm="new\nline" rss=1M
process pid=14 comm=ab rss=1M
--- oom
fired c
victim 13 case.oom:5
rank 13 12 11 10
exempt 14 case.oom:4
