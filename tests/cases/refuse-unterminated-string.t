A string that does not end costs its statement, no more.
--- policy
table t
chain c {
	hook oom
	policy kill
	comm "sshd uid root exempt
	comm 'sshd uid root exempt
	rss > 5X exempt
}
--- diagnostics
case.oom:5:7: error: this string does not end on its line
    	comm "sshd uid root exempt
    	     ^~~~~~~~~~~~~~~~~~~~~
case.oom:6:7: error: this string does not end on its line
    	comm 'sshd uid root exempt
    	     ^~~~~~~~~~~~~~~~~~~~~
case.oom:7:9: error: unknown unit X
    	rss > 5X exempt
    	       ^
