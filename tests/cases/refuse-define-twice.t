A define is given once.
--- policy
table t
define a = 5
define a = 6
define b.c = 7
chain c {
	hook oom
	policy kill
	rss > $a kill
}
--- diagnostics
case.oom:3:8: error: a is defined already, line 2
    define a = 6
           ^
case.oom:4:8: error: a name has no dots
    define b.c = 7
           ^~~
