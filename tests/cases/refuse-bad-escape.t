Escapes in strings.
--- policy
table t
chain c {
	hook oom
	policy kill
	comm "a\*" uid root exempt
	comm "a\x4" uid root exempt
	comm "a\x00b" uid root exempt
}
--- diagnostics
case.oom:5:9: error: unknown escape; there are \" \\ \n \t \xHH (a plain * is "\\*")
    	comm "a\*" uid root exempt
    	       ^~
case.oom:6:9: error: unknown escape; there are \" \\ \n \t \xHH (a plain * is "\\*")
    	comm "a\x4" uid root exempt
    	       ^~
case.oom:7:7: error: a string cannot hold a NUL byte
    	comm "a\x00b" uid root exempt
    	     ^~~~~~~~
