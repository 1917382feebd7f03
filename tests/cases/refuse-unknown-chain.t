A jump to nowhere, and one to a base chain.
--- policy
table t
chain c {
	hook oom
	policy kill
	jump protekt
	jump other
}
chain other {
	hook oom
	policy exempt
	kill
}
chain protect {
	uid root exempt
}
--- diagnostics
case.oom:5:7: error: there is no chain protekt; did you mean protect?
    	jump protekt
    	     ^~~~~~~
case.oom:6:7: error: other is a base chain: it is entered by its hook, not by a jump
    	jump other
    	     ^~~~~
