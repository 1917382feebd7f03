What is wrong in a define is said there, and once.
--- policy
table t
define a = 5X
define b = { 1, }, 3
define c =
define d = "no end
chain c {
	hook oom
	policy kill
	rss > $a kill
	rss > $a kill
	rss > $b kill
	rss > $c kill
	comm $d uid 1 kill
}
--- diagnostics
case.oom:2:13: error: unknown unit X
    define a = 5X
                ^
case.oom:3:18: error: unexpected ,, expected end of line
    define b = { 1, }, 3
                     ^
case.oom:4:11: error: unexpected end of the statement, expected a value
    define c =
              ^
case.oom:5:12: error: this string does not end on its line
    define d = "no end
               ^~~~~~~
