A block that is not closed, before another one and at the end.
--- policy
table t
chain c {
	hook oom
	policy kill
	uid root exempt

chain d {
	hook oom
	policy kill
--- diagnostics
case.oom:2:9: error: this { is never closed
    chain c {
            ^
case.oom:7:9: error: this { is never closed
    chain d {
            ^
