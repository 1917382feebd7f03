What stands behind exists is checked like a rule's matches.
--- policy
chain a {
	hook low
	when exists comm "a name that is too long"
	  or exists rss > 5s or exists foo "x" or exists uid 5 for 5s
	policy kill
}
chain b {
	hook low
	when exists comm "a name that is too long"
	  or exists rss > 5s or exists comm @none
	policy kill
}
chain c {
	hook low
	when exists foo "x" or mem.free < 5%
	until exists
	policy kill
}
chain d {
	hook low
	when exists mem.available < 5%
	policy kill
}
--- diagnostics
case.oom:4:33: error: unknown word foo
    	  or exists rss > 5s or exists foo "x" or exists uid 5 for 5s
    	                               ^~~
case.oom:9:19: error: comm has at most 15 bytes, and this matches none shorter than 23: use cgroup or a shorter pattern
    	when exists comm "a name that is too long"
    	                 ^~~~~~~~~~~~~~~~~~~~~~~~~
case.oom:10:20: error: rss takes a size, like 512M, or a percentage
    	  or exists rss > 5s or exists comm @none
    	                  ^~
case.oom:10:38: error: there is no set none
    	  or exists rss > 5s or exists comm @none
    	                                    ^~~~~
case.oom:15:14: error: unknown word foo
    	when exists foo "x" or mem.free < 5%
    	            ^~~
case.oom:16:14: error: unexpected end of the statement, expected a word, a field or 'ancestor'
    	until exists
    	            ^
case.oom:21:14: error: mem.available is of the system, not of a process: it stands in when and until
    	when exists mem.available < 5%
    	            ^~~~~~~~~~~~~
