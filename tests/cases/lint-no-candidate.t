Base chains that can never choose anybody.
--- policy
table t
chain a {
	hook oom
	policy exempt
	uid root counter
}
chain b {
	hook oom
	policy kill
	uid root counter
	exempt
}
chain c {
	hook oom
	policy exempt
	jump kills
}
chain d {
	hook oom
	policy exempt
	jump spares
}
chain kills {
	uid 5 kill
}
chain spares {
	uid 5 exempt
}
--- diagnostics
case.oom:2:7: warning: chain a can never choose anybody: its policy is exempt and no rule of it kills
    chain a {
          ^
case.oom:7:7: warning: chain b can never choose anybody: a rule exempts everything before its policy
    chain b {
          ^
case.oom:18:7: warning: chain d can never choose anybody: its policy is exempt and no rule of it kills
    chain d {
          ^
