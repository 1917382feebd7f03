Units of numbers: KB is not one, and k is not K.
--- policy
table t
chain c {
	hook oom
	policy kill
	rss < 4KB exempt
	rss < 4k exempt
	age > 3min exempt
}
--- diagnostics
case.oom:5:9: error: unknown unit KB; did you mean K?
    	rss < 4KB exempt
    	       ^~
case.oom:6:9: error: unknown unit k; did you mean K?
    	rss < 4k exempt
    	       ^
case.oom:7:9: error: unknown unit min; did you mean m?
    	age > 3min exempt
    	       ^~~
