All errors of a file, in the order of their places.
--- policy
table t
chain c {
	hook oom
	policy kill
	uid root, exempt
	rss > 5Q exempt
	jump nowhere
}
chain d {
	when mem.free < 5
	conm "x" kill
}
--- diagnostics
case.oom:5:10: error: unexpected ,
    	uid root, exempt
    	        ^
case.oom:6:9: error: unknown unit Q
    	rss > 5Q exempt
    	       ^
case.oom:7:7: error: there is no chain nowhere
    	jump nowhere
    	     ^~~~~~~
case.oom:11:2: error: unknown word conm; did you mean comm?
    	conm "x" kill
    	^~~~
