Lists over several lines, trailing commas, a backslash, semicolons and braces on one line.
--- policy
table t; set s { type uid; elements = { 5,
	6
	,
	7, # seven
	8,
} }
chain a { hook oom; policy kill; uid @s exempt; uid {
	100-200
	, 300 } cgroup \
	"/a/**" exempt }
chain b { hook oom
policy kill }
--- text
table t

set s {
	type uid
	elements = { 5-8 }
}

chain a {
	hook oom
	policy kill

	uid @s exempt
	uid { 100-200, 300 } cgroup "/a/**" exempt
}

chain b {
	hook oom
	policy kill
}
