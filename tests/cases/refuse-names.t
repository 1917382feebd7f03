Names: no dots, and not without end.
--- policy
table a.b
chain aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa {
	hook oom
	policy kill
}
chain 5 {
	hook oom
	policy kill
}
set x.y {
	type uid
	elements = { 5 }
}
--- diagnostics
case.oom:1:7: error: a name has no dots
    table a.b
          ^~~
case.oom:2:7: error: a name has at most 63 characters
    chain aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa {
          ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
case.oom:6:7: error: unexpected 5
    chain 5 {
          ^
case.oom:10:5: error: a name has no dots
    set x.y {
        ^~~
