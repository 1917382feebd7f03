Regular expressions, beside globs and literals in the automaton of a field.
--- policy
define both = { 'ab+c', '^x.*y$' }
chain c {
	hook oom
	policy kill
	comm ~ '^(java|node)$' uid 5 exempt
	comm ~ $both comm "x*" kill
	comm !~ "it's [[:digit:]]{2,3}" kill
	exe ~ 'python[23](\.[0-9]+)?$' comm { "py*", "py*n" } kill
	cmdline ~ { '-jar', '--daemon(=yes)?( |$)', '-jar' } kill
	ancestor comm !~ '^$' kill
	cgroup ~ 'a{3}$|^/b' cgroup "/b/**" kill
	comm ~ "\t\"" kill
}
--- diagnostics
case.oom:9:46: warning: this is in the list already
    	cmdline ~ { '-jar', '--daemon(=yes)?( |$)', '-jar' } kill
    	                                            ^~~~~~
--- text
table case

chain c {
	hook oom
	policy kill

	comm ~ '^(java|node)$' uid 5 exempt
	comm ~ { '^x.*y$', 'ab+c' } comm "x*" kill
	comm !~ "it's [[:digit:]]{2,3}" kill
	exe ~ 'python[23](\.[0-9]+)?$' comm { "py*", "py*n" } kill
	cmdline ~ { '--daemon(=yes)?( |$)', '-jar' } kill
	ancestor comm !~ '^$' kill
	cgroup ~ 'a{3}$|^/b' cgroup "/b/**" kill
	comm ~ "\t\"" kill
}
--- disasm
table case  format 1
automaton comm  146 states, 520 edges, 21 columns, 26 classes
automaton exe  10 states, 28 edges, 10 columns, 2 classes
automaton cmdline  16 states, 42 edges, 14 columns, 2 classes
automaton cgroup  9 states, 11 edges, 4 columns, 3 classes
chain c  hook oom priority 0  policy kill process  order total  deadline 1000ms  fallback policy
    case.oom:5  comm ~ '^(java|node)$' uid 5 exempt
       0  match.str comm in { ~ "^(java|node)$" } or unknown  else +3
       1  match.num uid == 5 or unknown  else +2
       2  exempt    
    case.oom:6  comm ~ $both comm "x*" kill
       3  match.str comm in { ~ "^x.*y$", ~ "ab+c" }  else +3
       4  match.str comm in { "x*" }  else +2
       5  kill process
    case.oom:7  comm !~ "it's [[:digit:]]{2,3}" kill
       6  match.str comm not in { ~ "it's [[:digit:]]{2,3}" }  else +2
       7  kill process
    case.oom:8  exe ~ 'python[23](\.[0-9]+)?$' comm { "py*", "py*n" } kill
       8  match.str exe in { ~ "python[23](\\.[0-9]+)?$" }  else +3
       9  match.str comm in { "py*", "py*n" }  else +2
      10  kill process
    case.oom:9  cmdline ~ { '-jar', '--daemon(=yes)?( |$)', '-jar' } kill
      11  match.str cmdline in { ~ "--daemon(=yes)?( |$)", ~ "-jar" }  else +2
      12  kill process
    case.oom:10  ancestor comm !~ '^$' kill
      13  match.str ancestor comm not in { ~ "^$" }  else +2
      14  kill process
    case.oom:11  cgroup ~ 'a{3}$|^/b' cgroup "/b/**" kill
      15  match.str cgroup in { ~ "a{3}$|^/b" }  else +3
      16  match.str cgroup in { "/b/**" }  else +2
      17  kill process
    case.oom:12  comm ~ "\t\"" kill
      18  match.str comm in { ~ "\t\"" }  else +2
      19  kill process
      20  end       
