Equal lists, sets and actions are kept once; a named set is not its elements.
--- policy
table t
set s {
	type uid
	elements = { 1, 2, 3 }
}
chain c {
	hook oom
	policy kill
	uid @s score +1
	uid != @s score +1
	uid { 3, 1, 2 } kill
	uid 1-3 kill prefer 0
	comm { "b", "a" } kill
	comm { "a", "b", "a*" } kill
}
--- disasm
table t  format 1
automaton comm  5 states, 3 edges, 3 columns, 3 classes
chain c  hook oom priority 0  policy kill process  order total  deadline 1000ms  fallback policy
    case.oom:9  uid @s score +1
       0  match.set uid in @s  else +2
       1  score     +1
    case.oom:10  uid != @s score +1
       2  match.set uid not in @s  else +2
       3  score     +1
    case.oom:11  uid { 3, 1, 2 } kill
       4  match.set uid in { 1-3 }  else +2
       5  kill process
    case.oom:12  uid 1-3 kill prefer 0
       6  match.set uid in { 1-3 }  else +2
       7  kill process
    case.oom:13  comm { "b", "a" } kill
       8  match.str comm in { "a", "b" }  else +2
       9  kill process
    case.oom:14  comm { "a", "b", "a*" } kill
      10  match.str comm in { "a", "a*", "b" }  else +2
      11  kill process
      12  end       
