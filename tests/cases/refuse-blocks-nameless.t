Chains and sets whose name cannot be read, with and without a block.
--- policy
table t
set 5 {
	type uid
	elements = { 1 }
	uidd
}
set 6
chain 5 {
	hook oom
	policy kill
	uidd 5
}
chain 7
chain c {
	hook oom
	policy kill
}
--- diagnostics
case.oom:2:5: error: unexpected 5
    set 5 {
        ^
case.oom:5:2: error: unexpected uidd, expected 'elements', 'type' or '}'
    	uidd
    	^~~~
case.oom:7:5: error: unexpected 6
    set 6
        ^
case.oom:8:7: error: unexpected 5
    chain 5 {
          ^
case.oom:11:2: error: unknown word uidd; did you mean uid?
    	uidd 5
    	^~~~
case.oom:13:7: error: unexpected 7
    chain 7
          ^
