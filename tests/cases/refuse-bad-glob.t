Globs that are not well-formed, with the place inside the string.
--- policy
table t
chain c {
	hook oom
	policy kill
	comm "ab[cd" uid root exempt
	comm "a[z-a]" uid root exempt
	comm "a\\" uid root exempt
	comm "a\\d" uid root exempt
	cgroup "/x[" exempt
}
--- diagnostics
case.oom:5:10: error: this [ is not closed
    	comm "ab[cd" uid root exempt
    	        ^~~
case.oom:6:13: error: this range runs backwards
    	comm "a[z-a]" uid root exempt
    	           ^
case.oom:7:7: error: a \ at the end makes nothing plain
    	comm "a\\" uid root exempt
    	     ^~~~~
case.oom:8:7: error: a \ stands only before * ? [ ] ! - or \
    	comm "a\\d" uid root exempt
    	     ^~~~~~
case.oom:9:12: error: this [ is not closed
    	cgroup "/x[" exempt
    	          ^
