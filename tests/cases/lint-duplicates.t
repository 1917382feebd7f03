Elements that are there twice; a range covers what is in it.
--- policy
table t
set s {
	type comm
	elements = { "a", "b*", "a", "b" }
}
chain c {
	hook oom
	policy kill
	comm @s kill prefer 1
	uid { 5, 1-9, 20, 20 } kill prefer 2
	rss { 10%-20%, 10%-20%, 30% } kill prefer 3
	pid { 1,1,1,1,1,1,1,1,1 } kill prefer 4
}
--- diagnostics
case.oom:4:26: warning: this is in the list already
    	elements = { "a", "b*", "a", "b" }
    	                        ^~~
case.oom:10:11: warning: this covers an element before it
    	uid { 5, 1-9, 20, 20 } kill prefer 2
    	         ^~~
case.oom:10:20: warning: this is in the list already
    	uid { 5, 1-9, 20, 20 } kill prefer 2
    	                  ^~
case.oom:11:17: warning: this is in the list already
    	rss { 10%-20%, 10%-20%, 30% } kill prefer 3
    	               ^~~~~~~
case.oom:12:10: warning: this is in the list already
    	pid { 1,1,1,1,1,1,1,1,1 } kill prefer 4
    	        ^
case.oom:12:12: warning: this is in the list already
    	pid { 1,1,1,1,1,1,1,1,1 } kill prefer 4
    	          ^
case.oom:12:14: warning: this is in the list already
    	pid { 1,1,1,1,1,1,1,1,1 } kill prefer 4
    	            ^
case.oom:12:16: warning: this is in the list already
    	pid { 1,1,1,1,1,1,1,1,1 } kill prefer 4
    	              ^
case.oom:12:18: warning: this is in the list already
    	pid { 1,1,1,1,1,1,1,1,1 } kill prefer 4
    	                ^
case.oom:12:18: warning: and 3 more elements of the list are there twice
    	pid { 1,1,1,1,1,1,1,1,1 } kill prefer 4
    	                ^
