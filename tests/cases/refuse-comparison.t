Comparisons that a field or value does not have.
--- policy
table t
chain c {
	hook oom
	policy kill
	comm < "x" exempt
	rss < 1G-2G exempt
	rss >= { 1G, 2G } exempt
	comm "a"-"b" exempt
	rss = 5 exempt
}
--- diagnostics
case.oom:5:2: error: comm is text: it compares with == and !=
    	comm < "x" exempt
    	^~~~~~~~~~
case.oom:6:2: error: a range, list or set compares with == and !=
    	rss < 1G-2G exempt
    	^~~~~~~~~~~
case.oom:7:2: error: a range, list or set compares with == and !=
    	rss >= { 1G, 2G } exempt
    	^~~~~~~~~~~~~~~~~
case.oom:8:10: error: unexpected -
    	comm "a"-"b" exempt
    	        ^
case.oom:9:6: error: a comparison for equality is written ==, or without a sign
    	rss = 5 exempt
    	    ^
