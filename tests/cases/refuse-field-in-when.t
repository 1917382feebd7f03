A field is not a metric, and a metric is no field.
--- policy
table t
chain c {
	hook low
	when total < 10% or mem.available < rss
	policy kill
	mem.available < 10% exempt
	zram.used > 5 exempt
}
--- diagnostics
case.oom:4:7: error: total is of a process, not of the system: it stands in rules
    	when total < 10% or mem.available < rss
    	     ^~~~~
case.oom:4:38: error: rss is of a process, not of the system: it stands in rules
    	when total < 10% or mem.available < rss
    	                                    ^~~
case.oom:6:2: error: mem.available is of the system, not of a process: it stands in when and until
    	mem.available < 10% exempt
    	^~~~~~~~~~~~~
case.oom:7:2: error: zram.used is of the system, not of a process: it stands in when and until
    	zram.used > 5 exempt
    	^~~~~~~~~
