A guard chain only spares, and so does what it calls.
--- policy
table t
chain g {
	hook guard
	uid root exempt
	comm "x" kill
	jump d
}
chain d {
	jump e
}
chain e {
	pid 5 kill
}
--- diagnostics
case.oom:5:11: error: kill cannot stand in hook guard: it only spares
    	comm "x" kill
    	         ^~~~
case.oom:12:8: error: kill cannot stand in chain e: guard chain g comes here
    	pid 5 kill
    	      ^~~~
