Regular expressions are still to come.
--- policy
chain c {
	hook oom
	policy kill
	comm ~ 'a.*' exempt
	wrong ~ 'a.*' exempt
}
--- diagnostics
case.oom:4:2: error: regular expressions are not supported yet
    	comm ~ 'a.*' exempt
    	^~~~~~~~~~~~
case.oom:5:2: error: unknown word wrong
    	wrong ~ 'a.*' exempt
    	^~~~~
