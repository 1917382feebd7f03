What a guard chain has not.
--- policy
table t
chain g {
	hook guard
	when mem.available < 5%
	policy exempt
	order by rss
	cooldown 1s
	deadline 1s
	uid 1 exempt
}
--- diagnostics
case.oom:4:2: error: when cannot stand in hook guard
    	when mem.available < 5%
    	^~~~~~~~~~~~~~~~~~~~~~~
case.oom:5:2: error: policy cannot stand in hook guard
    	policy exempt
    	^~~~~~~~~~~~~
case.oom:6:2: error: order by cannot stand in hook guard
    	order by rss
    	^~~~~~~~~~~~
case.oom:7:2: error: cooldown cannot stand in hook guard
    	cooldown 1s
    	^~~~~~~~~~~
case.oom:8:2: error: deadline cannot stand in hook guard
    	deadline 1s
    	^~~~~~~~~~~
