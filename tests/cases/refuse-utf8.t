A byte that is not UTF-8.
--- policy
table t
# ÿ
chain c {
	hook oom
	policy kill
	comm "aä" uid 5 kill
}
--- diagnostics
case.oom:2:3: error: this byte is not valid UTF-8 (in a string: \xFF)
    # ?
      ^
case.oom:6:9: error: this byte is not valid UTF-8 (in a string: \xE4)
    	comm "a?" uid 5 kill
    	       ^
