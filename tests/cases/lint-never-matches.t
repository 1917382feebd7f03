Rules that contradict themselves or leave their field's range.
--- policy
table t
chain c {
	hook oom
	policy kill
	rss > 2G rss < 1G kill
	rss >= 2G rss <= 2G kill
	uid 5 uid 6 kill
	uid { 5, 6 } uid > 6 kill
	comm "a" comm "b" kill
	comm "a*" comm "b" kill
	oom_score_adj > 1000 kill
	oom_score_adj < -1000 kill
	rss < 0 kill
	pid >= 0 kill prefer 2
}
--- diagnostics
case.oom:5:11: warning: this rule can never match: no value of rss is left
    	rss > 2G rss < 1G kill
    	         ^~~~~~~~
case.oom:7:8: warning: this rule can never match: no value of uid is left
    	uid 5 uid 6 kill
    	      ^~~~~
case.oom:8:15: warning: this rule can never match: no value of uid is left
    	uid { 5, 6 } uid > 6 kill
    	             ^~~~~~~
case.oom:9:11: warning: this rule can never match: no value of comm is left
    	comm "a" comm "b" kill
    	         ^~~~~~~~
case.oom:11:2: warning: this rule can never match: no value of oom_score_adj is left
    	oom_score_adj > 1000 kill
    	^~~~~~~~~~~~~~~~~~~~
case.oom:12:2: warning: this rule can never match: no value of oom_score_adj is left
    	oom_score_adj < -1000 kill
    	^~~~~~~~~~~~~~~~~~~~~
case.oom:13:2: warning: this rule can never match: no value of rss is left
    	rss < 0 kill
    	^~~~~~~
