Types of sets.
--- policy
table t
set untyped {
	elements = { 1, 2 }
}
set words {
	type uid
	type pid
	elements = { 1 }
}
set names {
	type comm
	elements = { "a", 5, root, "b[" }
}
set odd {
	type colour
	elements = { 1 }
}
chain c {
	hook oom
	policy kill
	uid @untyped exempt
	cgroup @names exempt
	rss @words exempt
}
--- diagnostics
case.oom:2:5: error: set untyped has no type line
    set untyped {
        ^~~~~~~
case.oom:7:7: error: set words is of type uid already, line 6
    	type pid
    	     ^~~
case.oom:12:20: error: comm takes a string in quotes
    	elements = { "a", 5, root, "b[" }
    	                  ^
case.oom:12:23: error: a string is written in quotes: "root"
    	elements = { "a", 5, root, "b[" }
    	                     ^~~~
case.oom:12:31: error: this [ is not closed
    	elements = { "a", 5, root, "b[" }
    	                             ^
case.oom:15:7: error: unexpected colour, expected a field
    	type colour
    	     ^~~~~~
case.oom:22:9: error: set names holds values of comm, which cgroup cannot be compared with
    	cgroup @names exempt
    	       ^~~~~~
case.oom:23:6: error: set words holds values of uid, which rss cannot be compared with
    	rss @words exempt
    	    ^~~~~~
