A rate is a size per second.
--- policy
set s { type growth; elements = { 1M/s, 5M, 5% } }
chain c {
	hook oom
	policy kill
	growth > 50M kill
	growth > 50M/m kill
	growth > 5%/s kill
	growth > 5s/s kill
	growth > 99999999999999999999/s kill
	growth > 99999999999999999/s kill
	growth > 2% kill
	rss > 5M/s kill
	growth 5M/s-1M/s kill
	age > 5/s kill
	growth "x" kill
}
--- diagnostics
case.oom:1:41: error: growth takes a rate, like 50M/s
    set s { type growth; elements = { 1M/s, 5M, 5% } }
                                            ^~
case.oom:1:45: error: growth has no percentage
    set s { type growth; elements = { 1M/s, 5M, 5% } }
                                                ^~
case.oom:5:11: error: growth takes a rate, like 50M/s
    	growth > 50M kill
    	         ^~~
case.oom:6:15: error: a rate is per second: 50M/s
    	growth > 50M/m kill
    	             ^
case.oom:7:11: error: a rate is a size per second: 50M/s
    	growth > 5%/s kill
    	         ^~~~
case.oom:8:11: error: a rate is a size per second: 50M/s
    	growth > 5s/s kill
    	         ^~~~
case.oom:9:11: error: this number is too large
    	growth > 99999999999999999999/s kill
    	         ^~~~~~~~~~~~~~~~~~~~
case.oom:10:11: error: this rate is too large
    	growth > 99999999999999999/s kill
    	         ^~~~~~~~~~~~~~~~~~~
case.oom:11:11: error: growth has no percentage
    	growth > 2% kill
    	         ^~
case.oom:12:8: error: rss takes a size, like 512M, or a percentage
    	rss > 5M/s kill
    	      ^~~~
case.oom:13:9: error: this range runs backwards
    	growth 5M/s-1M/s kill
    	       ^~~~~~~~~
case.oom:14:8: error: age takes a duration, like 10m
    	age > 5/s kill
    	      ^~~
case.oom:15:9: error: growth takes a rate, like 50M/s
    	growth "x" kill
    	       ^~~
