A file may be included twice, side by side: a plain chain grows.
--- file a.oom
chain p { uid 1 counter }
--- policy
table t
include "a.oom"
include "a.oom"
chain c {
	hook oom
	policy kill
	jump p
}
--- text
table t

chain c {
	hook oom
	policy kill

	jump p
}

chain p {
	uid 1 counter
	uid 1 counter
}
