An ancestor's field is matched like the own one, with every operator.
--- policy
set agents { type comm; elements = { "claude", "codex*" } }
chain c {
	hook low
	when mem.available < 10%
	policy exempt
	ancestor comm @agents kill tree
	ancestor comm != "bash" ancestor exe "/usr/bin/*" kill
	ancestor uid >= 1000 ancestor uid != { 1000-1010, 2000 } kill
	ancestor pid 17 ancestor cgroup { "/a", "/b/**" } counter kill
	ancestor uid 0 exempt
}
--- text
table case

set agents {
	type comm
	elements = { "claude", "codex*" }
}

chain c {
	hook low
	when mem.available < 10%
	policy exempt

	ancestor comm @agents kill tree
	ancestor comm != "bash" ancestor exe "/usr/bin/*" kill
	ancestor uid >= 1000 ancestor uid != { 1000-1010, 2000 } kill
	ancestor pid 17 ancestor cgroup { "/a", "/b/**" } counter kill
	ancestor uid 0 exempt
}
--- disasm
table case  format 1
automaton comm  16 states, 24 edges, 12 columns, 3 classes
automaton exe  11 states, 22 edges, 8 columns, 2 classes
automaton cgroup  6 states, 7 edges, 4 columns, 2 classes
chain c  hook low priority 0  policy exempt  order total  deadline 1000ms  fallback kernel
    when
       0  cmp       mem.available < 10%
    case.oom:6  ancestor comm @agents kill tree
       1  match.str ancestor comm in @agents  else +2
       2  kill tree
    case.oom:7  ancestor comm != "bash" ancestor exe "/usr/bin/*" kill
       3  match.str ancestor comm not in { "bash" }  else +3
       4  match.str ancestor exe in { "/usr/bin/*" }  else +2
       5  kill process
    case.oom:8  ancestor uid >= 1000 ancestor uid != { 1000-1010, 2000 } kill
       6  match.num ancestor uid >= 1000  else +3
       7  match.set ancestor uid not in { 1000-1010, 2000 }  else +2
       8  kill process
    case.oom:9  ancestor pid 17 ancestor cgroup { "/a", "/b/**" } counter kill
       9  match.num ancestor pid == 17  else +4
      10  match.str ancestor cgroup in { "/a", "/b/**" }  else +3
      11  counter   
      12  kill process
    case.oom:10  ancestor uid 0 exempt
      13  match.num ancestor uid == 0 or unknown  else +2
      14  exempt    
      15  end       
