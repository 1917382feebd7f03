A mistyped chain does not drag its whole block along.
--- policy
table t
chian c {
	hook oom
	policy kill
}
chain d {
	hook oom
	policy kil
}
--- diagnostics
case.oom:2:1: error: unexpected chian; did you mean chain?
    chian c {
    ^~~~~
case.oom:8:9: error: unexpected kil; did you mean kill?
    	policy kil
    	       ^~~
