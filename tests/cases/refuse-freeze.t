Operands of freeze, reclaim and exec.
--- policy
chain c {
	hook low
	when mem.available < 10%
	policy kill
	uid 1 freeze for 0s
	uid 2 freeze for 5
	uid 3 freeze everything
	uid 4 freeze tree for
	uid 5 reclaim 10%
	uid 6 reclaim 0
	uid 7 reclaim -5M
	uid 8 reclaim 2d
	uid 9 reclaim 99999999999999999
	uid 10 exec ""
	uid 11 exec true
	uid 12 exec "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345"
	uid 13 freeze prefer 5
}
--- diagnostics
case.oom:5:19: error: a freeze for no time: leave it out to freeze for good
    	uid 1 freeze for 0s
    	                 ^~
case.oom:6:19: error: for takes a duration, like 5s
    	uid 2 freeze for 5
    	                 ^
case.oom:7:15: error: unknown word everything
    	uid 3 freeze everything
    	             ^~~~~~~~~~
case.oom:8:23: error: unexpected end of the statement, expected a value
    	uid 4 freeze tree for
    	                     ^
case.oom:9:16: error: reclaim takes a size, like 512M
    	uid 5 reclaim 10%
    	              ^~~
case.oom:10:16: error: to reclaim nothing is to do nothing
    	uid 6 reclaim 0
    	              ^
case.oom:11:16: error: reclaim takes a size, like 512M
    	uid 7 reclaim -5M
    	              ^~~
case.oom:12:16: error: reclaim takes a size, like 512M
    	uid 8 reclaim 2d
    	              ^~
case.oom:13:16: error: this amount is too large
    	uid 9 reclaim 99999999999999999
    	              ^~~~~~~~~~~~~~~~~
case.oom:14:14: error: exec takes the command to run
    	uid 10 exec ""
    	            ^~
case.oom:15:14: error: unexpected true, expected a string
    	uid 11 exec true
    	            ^~~~
case.oom:16:14: error: a command has at most 255 bytes
    	uid 12 exec "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345...
    	            ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
case.oom:17:16: error: unexpected prefer
    	uid 13 freeze prefer 5
    	              ^~~~~~
