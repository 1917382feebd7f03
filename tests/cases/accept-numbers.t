How numbers are read, and written back: the largest unit that divides them.
--- policy
table t
chain c {
	hook oom
	policy kill
	rss > 1048576 score +1
	rss > 1024K score +1
	rss > 1024MiB score +1
	rss > 1025 score +1
	rss > 2.5% score +1
	rss > 2.05% score +1
	rss > 0 score +1
	age > 90s score +1
	age > 3600s score +1
	age > 48h score +1
	age < 1500ms score +1
	oom_score_adj -900 score +1
	oom_score_adj != 5 score +1
	uid 0-999 score +1
	total 1G-2G score +1
	total { 10%-20%, 30% } score +1
	total 1G-50% score +1
	pid { 5, 1-3, 4, 9 } score +1
	pid != { 5 } score +1
}
--- text
table t

chain c {
	hook oom
	policy kill

	rss > 1M score +1
	rss > 1M score +1
	rss > 1G score +1
	rss > 1025 score +1
	rss > 2.5% score +1
	rss > 2.05% score +1
	rss > 0 score +1
	age > 90s score +1
	age > 1h score +1
	age > 2d score +1
	age < 1500ms score +1
	oom_score_adj -900 score +1
	oom_score_adj != 5 score +1
	uid 0-999 score +1
	total 1G-2G score +1
	total { 10%-20%, 30% } score +1
	total 1G-50% score +1
	pid { 1-5, 9 } score +1
	pid != 5 score +1
}
