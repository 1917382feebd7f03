A mistyped header line does not also complain about the line that is missing.
--- policy
table t
chain c {
	hook oom
	plicy kill
}
--- diagnostics
case.oom:4:2: error: unknown word plicy; did you mean policy?
    	plicy kill
    	^~~~~
