warn, with and without a signal: its name, with or without SIG, or its number.
--- policy
table t
chain c {
	hook low
	when mem.available < 10%
	policy kill
	uid 1 warn
	uid 2 warn signal USR1
	uid 3 warn signal SIGUSR2 kill
	uid 4 warn signal 34
	uid 5 warn signal 1
}
--- disasm
table t  format 1
chain c  hook low priority 0  policy kill process  order total  deadline 1000ms  fallback kernel
    when
       0  cmp       mem.available < 10%
    case.oom:6  uid 1 warn
       1  match.num uid == 1  else +2
       2  warn      
    case.oom:7  uid 2 warn signal USR1
       3  match.num uid == 2  else +2
       4  warn      signal 10
    case.oom:8  uid 3 warn signal SIGUSR2 kill
       5  match.num uid == 3  else +3
       6  warn      signal 12
       7  kill process
    case.oom:9  uid 4 warn signal 34
       8  match.num uid == 4  else +2
       9  warn      signal 34
    case.oom:10  uid 5 warn signal 1
      10  match.num uid == 5  else +2
      11  warn      signal 1
      12  end       
--- text
table t

chain c {
	hook low
	when mem.available < 10%
	policy kill

	uid 1 warn
	uid 2 warn signal USR1
	uid 3 warn signal USR2 kill
	uid 4 warn signal 34
	uid 5 warn signal HUP
}
