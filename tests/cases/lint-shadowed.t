Rules that an earlier one leaves nothing of.
--- policy
table t
set s {
	type uid
	elements = { 1, 2 }
}
chain c {
	hook oom
	policy kill
	total > 1G kill prefer 1
	total > 2G uid 5 kill prefer 2
	total > 1G exempt
	uid { 1, 2, 3 } kill
	uid 2 kill prefer 3
	uid @s pid 7 kill prefer 3
	uid 4 kill
	comm { "a", "b*" } kill
	comm "b*" kill prefer 5
	comm "bb" kill prefer 5
	rss > 25% kill
	rss > 25% pid 5 kill prefer 6
	rss > 30% kill prefer 6
}
--- diagnostics
case.oom:10:2: warning: this rule is never reached: line 9 decides all that it matches
    	total > 2G uid 5 kill prefer 2
    	^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
case.oom:13:2: warning: this rule is never reached: line 12 decides all that it matches
    	uid 2 kill prefer 3
    	^~~~~~~~~~~~~~~~~~~
case.oom:14:2: warning: this rule is never reached: line 12 decides all that it matches
    	uid @s pid 7 kill prefer 3
    	^~~~~~~~~~~~~~~~~~~~~~~~~~
case.oom:17:2: warning: this rule is never reached: line 16 decides all that it matches
    	comm "b*" kill prefer 5
    	^~~~~~~~~~~~~~~~~~~~~~~
case.oom:20:2: warning: this rule is never reached: line 19 decides all that it matches
    	rss > 25% pid 5 kill prefer 6
    	^~~~~~~~~~~~~~~~~~~~~~~~~~~~~
