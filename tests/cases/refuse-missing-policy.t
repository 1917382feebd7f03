A base chain needs its policy, and low its when.
--- policy
table t
chain a {
	hook low
	policy kill
}
chain b {
	hook low
	when mem.available < 10%
}
chain c {
	hook oom
}
--- diagnostics
case.oom:2:7: error: chain a needs a when line: hook low acts when its condition holds
    chain a {
          ^
case.oom:6:7: error: chain b needs a policy line: policy exempt or policy kill
    chain b {
          ^
case.oom:10:7: error: chain c needs a policy line: policy exempt or policy kill
    chain c {
          ^
