A dry rule shadows nothing, and makes no candidate.
--- policy
table t
chain c {
	hook oom
	policy exempt
	dry kill
	uid 1 dry exempt
	uid 1 exempt
}
--- diagnostics
case.oom:2:7: warning: chain c can never choose anybody: its policy is exempt and no rule of it kills
    chain c {
          ^
