Signals that are none, and those that no process can handle.
--- policy
table t
chain c {
	hook oom
	policy kill
	uid 1 warn signal USR3
	uid 2 warn signal 65
	uid 3 warn signal 0
	uid 4 warn signal KILL
	uid 5 warn signal SIGSTOP
	uid 6 warn signal 5s
	uid 7 warn signal
}
--- diagnostics
case.oom:5:20: error: unknown signal USR3; did you mean USR1?
    	uid 1 warn signal USR3
    	                  ^~~~
case.oom:6:20: error: a signal's number is from 1 to 64
    	uid 2 warn signal 65
    	                  ^~
case.oom:7:20: error: a signal's number is from 1 to 64
    	uid 3 warn signal 0
    	                  ^
case.oom:8:20: error: warn only tells: no process can tell what KILL wants of it
    	uid 4 warn signal KILL
    	                  ^~~~
case.oom:9:20: error: warn only tells: no process can tell what STOP wants of it
    	uid 5 warn signal SIGSTOP
    	                  ^~~~~~~
case.oom:10:20: error: a signal's number is from 1 to 64
    	uid 6 warn signal 5s
    	                  ^~
case.oom:11:19: error: unexpected end of the statement
    	uid 7 warn signal
    	                 ^
