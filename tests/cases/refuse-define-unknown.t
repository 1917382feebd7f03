A define that there is not.
--- policy
table t
define hog = 5M
chain c {
	hook oom
	policy kill
	rss > $hgo kill
	rss > $zzzzzz kill
	rss > $hog kill
}
--- diagnostics
case.oom:6:8: error: there is no define hgo; did you mean hog?
    	rss > $hgo kill
    	      ^~~~
case.oom:7:8: error: there is no define zzzzzz
    	rss > $zzzzzz kill
    	      ^~~~~~~
