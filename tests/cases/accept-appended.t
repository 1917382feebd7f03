A set and a plain chain that are opened again are appended to; forward references.
--- policy
table t
chain c {
	hook oom
	policy kill
	jump p
}
chain p {
	uid @s exempt
}
set s {
	type uid
	elements = { 1 }
}
set s {
	elements = { 5, 9 }
}
chain p {
	pid 7 exempt
}
--- text
table t

set s {
	type uid
	elements = { 1, 5, 9 }
}

chain c {
	hook oom
	policy kill

	jump p
}

chain p {
	uid @s exempt
	pid 7 exempt
}
