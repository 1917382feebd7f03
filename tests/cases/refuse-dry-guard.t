What cannot stand in a guard chain cannot stand there dry.
--- policy
table t
chain g {
	hook guard
	uid 1 dry kill
}
--- diagnostics
case.oom:4:8: error: kill cannot stand in hook guard: it only spares
    	uid 1 dry kill
    	      ^~~~~~~~
