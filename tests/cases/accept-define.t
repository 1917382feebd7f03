A define stands wherever a value may: single ones, lists, ranges, sets, other defines.
--- policy
table t
define hog = 25%
define names = { "a", "b*" }
define more = { $names, "c" }
define adj = 100-200
define who = root
define guests = @strangers
define short = 1500ms
define n = 5
define level = -3
define path = "/x/**"
define also = $hog
set strangers {
	type uid
	elements = { $n, 7, 8 - 9, 20 - $top }
}
set list {
	type comm
	elements = $more
}
define top = 30
chain c {
	hook low
	priority $n
	when mem.available < $hog for $short and psi.full.avg10 > $n
	  or mem.free < lower($also, 4G)
	scope cgroup $path
	cooldown $short
	deadline $short
	policy kill prefer $level
	total > $hog comm $more kill grace $short prefer -$n
	oom_score_adj $adj uid $who score +$n score -$n
	uid $guests comm { "x", $names } rss $n - $top counter
	comm @list uid != $n exempt
}
--- text
table t

set strangers {
	type uid
	elements = { 5, 7-9, 20-30 }
}

set list {
	type comm
	elements = { "a", "b*", "c" }
}

chain c {
	hook low
	priority 5
	when mem.available < 25% for 1500ms and psi.full.avg10 > 5% or mem.free < 25% and mem.free < 4G
	scope cgroup "/x/**"
	cooldown 1500ms
	deadline 1500ms
	policy kill prefer -3

	total > 25% comm { "a", "b*", "c" } kill grace 1500ms prefer -5
	oom_score_adj 100-200 uid 0 score +5 score -5
	uid @strangers comm { "a", "b*", "x" } rss 5-30 counter
	comm @list uid != 5 exempt
}
