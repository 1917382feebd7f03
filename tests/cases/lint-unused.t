Sets and chains that nothing uses.
--- policy
table t
set used {
	type uid
	elements = { 1 }
}
set unused {
	type uid
	elements = { 2 }
}
chain c {
	hook oom
	policy kill
	uid @used exempt
}
chain p {
	uid root exempt
}
--- diagnostics
case.oom:6:5: warning: set unused is not used
    set unused {
        ^~~~~~
case.oom:15:7: warning: chain p has no hook and nothing jumps to it
    chain p {
          ^
