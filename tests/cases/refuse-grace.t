What is no grace.
--- policy
table t
chain c {
	hook low
	when mem.available < 10%
	policy kill
	uid 1 kill grace 5
	uid 2 kill grace 25h
	uid 3 kill grace 0s
	uid 4 kill signal INT
	uid 5 kill grace 5s signal NONE
	uid 6 kill grace 5s grace 6s
	uid 7 kill prefer 1 prefer 2
	uid 8 kill override override
	uid 9 kill grace 1s signal INT signal TERM
}
--- diagnostics
case.oom:6:19: error: grace takes a duration, like 5s
    	uid 1 kill grace 5
    	                 ^
case.oom:7:19: error: a grace is at most 24h
    	uid 2 kill grace 25h
    	                 ^~~
case.oom:8:19: error: a grace of nothing: leave it out to kill at once
    	uid 3 kill grace 0s
    	                 ^~
case.oom:9:13: error: without a grace the signal is KILL: write grace DURATION signal NAME
    	uid 4 kill signal INT
    	           ^~~~~~~~~~
case.oom:10:29: error: unknown signal NONE
    	uid 5 kill grace 5s signal NONE
    	                           ^~~~
case.oom:11:22: error: grace is given already
    	uid 6 kill grace 5s grace 6s
    	                    ^~~~~~~~
case.oom:12:22: error: prefer is given already
    	uid 7 kill prefer 1 prefer 2
    	                    ^~~~~~~~
case.oom:13:22: error: override is given already
    	uid 8 kill override override
    	                    ^~~~~~~~
case.oom:14:33: error: signal is given already
    	uid 9 kill grace 1s signal INT signal TERM
    	                               ^~~~~~~~~~~
