No kill in a guard chain, with or without a grace.
--- policy
table t
chain g {
	hook guard
	uid 1 kill grace 5s
}
--- diagnostics
case.oom:4:8: error: kill cannot stand in hook guard: it only spares
    	uid 1 kill grace 5s
    	      ^~~~~~~~~~~~~
