Both thresholds are of the metric's kind.
--- policy
table t
chain c {
	hook low
	when mem.available < lower(10s, "x") or nosuch < higher(1, 2) or psi.full.avg10 > higher(1, 200)
	policy kill
}
--- diagnostics
case.oom:4:29: error: mem.available compares with a size, a percentage or another metric
    	when mem.available < lower(10s, "x") or nosuch < higher(1, 2) or psi.full.avg10 > higher(1, 200)
    	                           ^~~
case.oom:4:34: error: mem.available compares with a size, a percentage or another metric
    	when mem.available < lower(10s, "x") or nosuch < higher(1, 2) or psi.full.avg10 > higher(1, 200)
    	                                ^~~
case.oom:4:42: error: unknown metric nosuch
    	when mem.available < lower(10s, "x") or nosuch < higher(1, 2) or psi.full.avg10 > higher(1, 200)
    	                                        ^~~~~~
case.oom:4:94: error: pressure is never above 100%
    	when mem.available < lower(10s, "x") or nosuch < higher(1, 2) or psi.full.avg10 > higher(1, 200)
    	                                                                                            ^~~
