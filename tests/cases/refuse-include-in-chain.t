include stands outside of chains.
--- file a.oom
uid 1 exempt
--- policy
table t
chain c {
	hook oom
	include "a.oom"
	policy kill
}
include
include a.oom
include "a.oom" "b.oom"
--- diagnostics
case.oom:4:2: error: unexpected include
    	include "a.oom"
    	^~~~~~~
case.oom:7:8: error: unexpected end of the statement, expected a string
    include
           ^
case.oom:8:9: error: unexpected a.oom, expected a string
    include a.oom
            ^~~~~
In file included from case.oom:9:
a.oom:1:1: error: this belongs inside a chain
    uid 1 exempt
    ^~~
case.oom:9:17: error: unexpected "b.oom", expected end of line
    include "a.oom" "b.oom"
                    ^~~~~~~
