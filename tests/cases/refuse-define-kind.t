A list where a single value is wanted, a set in a list, a string where a size is wanted.
--- policy
table t
define list = { 1, 2 }
define range = 1-2
define set = @s
define text = "x"
set s {
	type uid
	elements = { 1 }
}
chain c {
	hook low
	when mem.available < $list
	cooldown $text
	deadline $range
	policy kill prefer $text
	uid { $set, 5 } kill
	rss > $text score +$text kill grace $list
	comm $list kill
	rss > $list kill
	uid $list-5 kill
	comm $set kill
}
--- diagnostics
case.oom:12:23: error: $list is not a single value, as is wanted here
    	when mem.available < $list
    	                     ^~~~~
case.oom:13:11: error: cooldown takes a duration, like 500ms
    	cooldown $text
    	         ^~~~~
case.oom:14:11: error: $range is not a single value, as is wanted here
    	deadline $range
    	         ^~~~~~
case.oom:15:21: error: prefer takes a plain number, at most 1000000
    	policy kill prefer $text
    	                   ^~~~~
case.oom:16:8: error: $set is a set: a set cannot stand in a list
    	uid { $set, 5 } kill
    	      ^~~~
case.oom:17:8: error: rss takes a size, like 512M, or a percentage
    	rss > $text score +$text kill grace $list
    	      ^~~~~
case.oom:17:21: error: score takes a plain number, at most 1000000
    	rss > $text score +$text kill grace $list
    	                   ^~~~~
case.oom:17:38: error: $list is not a single value, as is wanted here
    	rss > $text score +$text kill grace $list
    	                                    ^~~~~
case.oom:18:7: error: comm takes a string in quotes
    	comm $list kill
    	     ^~~~~
case.oom:18:7: error: comm takes a string in quotes
    	comm $list kill
    	     ^~~~~
case.oom:19:2: error: a range, list or set compares with == and !=
    	rss > $list kill
    	^~~~~~~~~~~
case.oom:20:6: error: there is no define list-5; did you mean list?
    	uid $list-5 kill
    	    ^~~~~~~
case.oom:21:7: error: set s holds values of uid, which comm cannot be compared with
    	comm $set kill
    	     ^~~~
