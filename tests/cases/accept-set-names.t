Sets of every kind of value.
--- policy
table t
set a {
	type rss
	elements = { 1M, 2%-3%, 5K-1% }
}
set b {
	type age
	elements = { 1s-90s, 1h }
}
set d {
	type oom_score_adj
	elements = { -5, 3 }
}
set e {
	type exe
	elements = { "/usr/**" }
}
set f {
	type gid
	elements = { root, 7 }
}
chain c {
	hook oom
	policy kill
	rss @a age @b oom_score_adj @d exe @e gid @f kill
}
--- text
table t

set a {
	type rss
	elements = { 1M, 5K-1%, 2%-3% }
}

set b {
	type age
	elements = { 1s-90s, 1h }
}

set d {
	type oom_score_adj
	elements = { -5, 3 }
}

set e {
	type exe
	elements = { "/usr/**" }
}

set f {
	type gid
	elements = { 0, 7 }
}

chain c {
	hook oom
	policy kill

	rss @a age @b oom_score_adj @d exe @e gid @f kill
}
