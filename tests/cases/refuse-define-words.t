What a define is not.
--- policy
define
define x
define = 5
define x 5
define x = 5 6
define $x = 5
define "x" = 5
table t
chain c {
	hook oom
	policy kill
	rss > $x kill
	rss > $ kill
	rss $x-$x kill
}
--- diagnostics
case.oom:1:7: error: unexpected end of the statement
    define
          ^
case.oom:2:9: error: unexpected end of the statement, expected '='
    define x
            ^
case.oom:3:8: error: unexpected =
    define = 5
           ^
case.oom:4:10: error: unexpected 5, expected '='
    define x 5
             ^
case.oom:5:14: error: unexpected 6, expected end of line or '-'
    define x = 5 6
                 ^
case.oom:6:8: error: unexpected $x
    define $x = 5
           ^~
case.oom:7:8: error: unexpected "x"
    define "x" = 5
           ^~~
case.oom:13:8: error: unexpected character
    	rss > $ kill
    	      ^
case.oom:14:9: error: unexpected $x
    	rss $x-$x kill
    	       ^~
