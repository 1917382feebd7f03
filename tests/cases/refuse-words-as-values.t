Header lines with a wrong word.
--- policy
table t
chain c {
	hook oom
	fallback kernl
	mode drey
	order by cgroup
	policy return
}
chain d {
	hook oom
	order by size
	deadline 5
	policy jump x
}
chain e {
	hook oom
	priority 5s
	policy kill prefer
}
--- diagnostics
case.oom:4:11: error: unknown fallback kernl; did you mean kernel?
    	fallback kernl
    	         ^~~~~
case.oom:5:7: error: unknown mode drey; did you mean dry?
    	mode drey
    	     ^~~~
case.oom:6:11: error: candidates are ordered by a number, not by cgroup
    	order by cgroup
    	         ^~~~~~
case.oom:7:9: error: a policy is exempt or kill
    	policy return
    	       ^~~~~~
case.oom:11:11: error: unknown word size; did you mean vsize?
    	order by size
    	         ^~~~
case.oom:12:11: error: deadline takes a duration, like 500ms
    	deadline 5
    	         ^
case.oom:13:9: error: a policy is exempt or kill
    	policy jump x
    	       ^~~~~~
case.oom:17:11: error: a priority is a plain number, at most 2147483647
    	priority 5s
    	         ^~
case.oom:18:20: error: unexpected end of the statement, expected a value or '+'
    	policy kill prefer
    	                  ^
