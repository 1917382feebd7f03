Behind other words include is none, nor in a comment or a string.
--- policy
table t
# include "nosuch.oom"
set include {
	type comm
	elements = { "include", "define" }
}
chain c {
	hook oom
	policy kill
	comm @include kill
}
--- text
table t

set include {
	type comm
	elements = { "define", "include" }
}

chain c {
	hook oom
	policy kill

	comm @include kill
}
