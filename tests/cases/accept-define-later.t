A define may stand behind its first use, and name one that comes later.
--- policy
table t
chain c {
	hook oom
	policy kill
	rss > $a kill
}
define a = $b
define b = $c; define c = 5M
--- text
table t

chain c {
	hook oom
	policy kill

	rss > 5M kill
}
