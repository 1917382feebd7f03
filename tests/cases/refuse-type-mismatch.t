Values of another type than their field.
--- policy
table t
chain c {
	hook oom
	policy kill
	rss "512M" exempt
	comm 5 exempt
	pid 4K exempt
	age > 10 exempt
	age > 10M exempt
	uid 5% exempt
	comm sshd exempt
	rss > root exempt
	oom_score_adj 10% exempt
	uid 1.5 exempt
}
--- diagnostics
case.oom:5:6: error: rss takes a size, like 512M, or a percentage
    	rss "512M" exempt
    	    ^~~~~~
case.oom:6:7: error: comm takes a string in quotes
    	comm 5 exempt
    	     ^
case.oom:7:6: error: pid takes a plain number
    	pid 4K exempt
    	    ^~
case.oom:8:8: error: a duration needs a unit: ms s m h d
    	age > 10 exempt
    	      ^~
case.oom:9:8: error: age takes a duration, like 10m
    	age > 10M exempt
    	      ^~~
case.oom:10:6: error: uid has no percentage
    	uid 5% exempt
    	    ^~
case.oom:11:7: error: a string is written in quotes: "sshd"
    	comm sshd exempt
    	     ^~~~
case.oom:12:8: error: rss takes a size, like 512M, or a percentage
    	rss > root exempt
    	      ^~~~
case.oom:13:16: error: oom_score_adj has no percentage
    	oom_score_adj 10% exempt
    	              ^~~
case.oom:14:6: error: uid takes a user: a name or a number
    	uid 1.5 exempt
    	    ^~~
