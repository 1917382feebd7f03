An error in an included file is shown there, with the way to it.
--- file a.oom

include "b.oom"
chain a {
	uidd 1 kill
--- file b.oom
define x = 5X
chain b {
	rss > $x kill
--- policy
table t
include "a.oom"
chain c {
	hook oom
	policy kil
	jump a
}
--- diagnostics
In file included from a.oom:2,
                 from case.oom:2:
b.oom:1:13: error: unknown unit X
    define x = 5X
                ^
In file included from a.oom:2,
                 from case.oom:2:
b.oom:2:9: error: this { is never closed
    chain b {
            ^
In file included from case.oom:2:
a.oom:3:9: error: this { is never closed
    chain a {
            ^
In file included from case.oom:2:
a.oom:4:2: error: unknown word uidd; did you mean uid?
    	uidd 1 kill
    	^~~~
case.oom:5:9: error: unexpected kil; did you mean kill?
    	policy kil
    	       ^~~
