A word that is no field, before ~ and alone; a value that is +.
--- policy
table t
chain c {
	hook low priority +3
	when pgrp < 5 or rss < 5
	policy kill
	commm ~ "x" kill
	uid 5 comm
	kill prefer +7
}
;;
set s {


	type uid;;
	elements = { 1 };
}
--- diagnostics
case.oom:4:7: error: pgrp is of a process, not of the system: it stands in rules
    	when pgrp < 5 or rss < 5
    	     ^~~~
case.oom:4:19: error: rss is of a process, not of the system: it stands in rules
    	when pgrp < 5 or rss < 5
    	                 ^~~
case.oom:6:2: error: unknown word commm; did you mean comm?
    	commm ~ "x" kill
    	^~~~~
case.oom:7:12: error: unexpected end of the statement, expected a value, a comparison or '~'
    	uid 5 comm
    	          ^
