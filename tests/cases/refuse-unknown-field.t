A mistyped field is named, with the nearest known word.
--- policy
table t
chain c {
	hook oom
	policy kill
	conm "bash" exempt
}
--- diagnostics
case.oom:5:2: error: unknown word conm; did you mean comm?
    	conm "bash" exempt
    	^~~~
