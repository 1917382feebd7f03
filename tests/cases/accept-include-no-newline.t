A file without a newline at its end, and a last line that is an include.
--- file a.oom
chain c { hook oom; policy kill }
--- policy
table t; include "a.oom"
--- text
table t

chain c {
	hook oom
	policy kill
}
