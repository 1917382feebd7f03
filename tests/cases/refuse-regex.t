What no regular expression is, and where in it that is.
--- policy
set s { type comm; elements = { "a" } }
chain c {
	hook oom
	policy kill
	comm ~ '(a)\1' kill
	comm ~ 'ab\w' kill
	comm ~ 'ab\' kill
	comm ~ '' kill
	comm ~ '(a|)' kill
	comm ~ 'a(b' kill
	comm ~ 'a)b' kill
	comm ~ 'a[b-' kill
	comm ~ 'a[z-a]' kill
	comm ~ 'a[[:foo:]]' kill
	comm ~ 'a[[:digit:' kill
	comm ~ '[a-[:digit:]]' kill
	comm ~ '[[.ab.]]' kill
	comm ~ '[[=ab=]]' kill
	comm ~ '[a-b-c]' kill
	comm ~ '*a' kill
	comm ~ 'a{256}' kill
	comm ~ 'a{3,2}' kill
	comm ~ 'a^*' kill
	comm ~ '((a{99}){99}){99}' kill
	comm ~ '^[a-z]{16}' kill
	comm ~ { 'a', 'b(' } kill
	comm ~ @s kill
	comm ~ 'a'-'b' kill
	comm ~ word kill
	comm ~ 5 kill
	rss ~ '5.*' kill
	comm ~ "a\"(" kill
	comm ~ '((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((a))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))' kill
	comm ~ 'ab*{2}' kill
}
--- diagnostics
case.oom:5:13: error: back-references cannot be matched in one pass: there are none
    	comm ~ '(a)\1' kill
    	           ^~
case.oom:6:12: error: unknown escape; a \ makes plain what has a meaning, like \. or \*
    	comm ~ 'ab\w' kill
    	          ^~
case.oom:7:12: error: a \ at the end makes nothing plain
    	comm ~ 'ab\' kill
    	          ^
case.oom:8:10: error: an empty alternative: write ? behind what may be missing
    	comm ~ '' kill
    	        ^
case.oom:9:13: error: an empty alternative: write ? behind what may be missing
    	comm ~ '(a|)' kill
    	           ^
case.oom:10:11: error: this ( is not closed
    	comm ~ 'a(b' kill
    	         ^
case.oom:11:11: error: this ) closes nothing
    	comm ~ 'a)b' kill
    	         ^
case.oom:12:11: error: this [ is not closed
    	comm ~ 'a[b-' kill
    	         ^
case.oom:13:12: error: this range runs backwards
    	comm ~ 'a[z-a]' kill
    	          ^~~
case.oom:14:12: error: there is no such class: alpha digit alnum upper lower space blank print punct graph cntrl xdigit
    	comm ~ 'a[[:foo:]]' kill
    	          ^~~~~~~
case.oom:15:12: error: this class is not closed
    	comm ~ 'a[[:digit:' kill
    	          ^~
case.oom:16:11: error: a range ends in a byte, not in a class
    	comm ~ '[a-[:digit:]]' kill
    	         ^~
case.oom:17:11: error: only single bytes stand between [. and .]
    	comm ~ '[[.ab.]]' kill
    	         ^~~~~~
case.oom:18:11: error: only single bytes stand between [= and =]
    	comm ~ '[[=ab=]]' kill
    	         ^~~~~~
case.oom:19:11: error: a range of a range means nothing
    	comm ~ '[a-b-c]' kill
    	         ^~~~
case.oom:20:10: error: there is nothing to repeat before this
    	comm ~ '*a' kill
    	        ^
case.oom:21:11: error: a repeat is {m}, {m,} or {m,n}, of at most 255
    	comm ~ 'a{256}' kill
    	         ^~~~
case.oom:22:11: error: this repeat runs backwards
    	comm ~ 'a{3,2}' kill
    	         ^~~~~
case.oom:23:12: error: an anchor cannot be repeated
    	comm ~ 'a^*' kill
    	          ^
case.oom:24:10: error: this expression is too large once its repeats are written out
    	comm ~ '((a{99}){99}){99}' kill
    	        ^~~~~~~~~~~~~~~~~
case.oom:25:9: error: comm has at most 15 bytes, and this matches none shorter than 16: use cgroup or a shorter pattern
    	comm ~ '^[a-z]{16}' kill
    	       ^~~~~~~~~~~~
case.oom:26:18: error: this ( is not closed
    	comm ~ { 'a', 'b(' } kill
    	                ^
case.oom:27:9: error: a set holds no regular expressions: write { 'one', 'other' }, or define that
    	comm ~ @s kill
    	       ^~
case.oom:28:12: error: unexpected -
    	comm ~ 'a'-'b' kill
    	          ^
case.oom:29:9: error: a string is written in quotes: "word"
    	comm ~ word kill
    	       ^~~~
case.oom:30:9: error: comm takes a string in quotes
    	comm ~ 5 kill
    	       ^
case.oom:31:2: error: rss is no text: ~ takes a regular expression
    	rss ~ '5.*' kill
    	^~~~~~~~~~~
case.oom:32:9: error: this ( is not closed
    	comm ~ "a\"(" kill
    	       ^~~~~~
case.oom:33:74: error: parentheses are nested too deep
    	comm ~ '((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((a))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))' kill
    	                                                                        ^
case.oom:34:13: error: a repeat of a repeat: put the first one in parentheses
    	comm ~ 'ab*{2}' kill
    	           ^
