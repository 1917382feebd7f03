A brace too many.
--- policy
table t
chain c {
	hook oom
	policy kill
}
}
chain d {
	hook oom
	policy kill
	uid roooot) exempt
}
--- diagnostics
case.oom:6:1: error: this } closes nothing
    }
    ^
case.oom:10:12: error: unexpected )
    	uid roooot) exempt
    	          ^
