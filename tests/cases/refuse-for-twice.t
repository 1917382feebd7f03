for stands once behind a comparison, and not behind not.
--- policy
table t
chain c {
	hook low
	when mem.available < 5% for 5s for 6s or not (mem.free < 5) for
	policy kill
}
--- diagnostics
case.oom:4:33: error: unexpected for, expected end of line, 'and' or 'or'
    	when mem.available < 5% for 5s for 6s or not (mem.free < 5) for
    	                               ^~~
