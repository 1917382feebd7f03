Header lines that have no meaning in a hook.
--- policy
table t
chain c {
	hook oom
	when mem.available < 10%
	until mem.available > 20%
	policy kill
}
chain g {
	hook guard
	policy exempt
	order by rss
	deadline 1s
	fallback kernel
	uid root exempt
}
--- diagnostics
case.oom:4:2: error: when cannot stand in hook oom
    	when mem.available < 10%
    	^~~~~~~~~~~~~~~~~~~~~~~~
case.oom:5:2: error: until cannot stand in hook oom
    	until mem.available > 20%
    	^~~~~~~~~~~~~~~~~~~~~~~~~
case.oom:10:2: error: policy cannot stand in hook guard
    	policy exempt
    	^~~~~~~~~~~~~
case.oom:11:2: error: order by cannot stand in hook guard
    	order by rss
    	^~~~~~~~~~~~
case.oom:12:2: error: deadline cannot stand in hook guard
    	deadline 1s
    	^~~~~~~~~~~
case.oom:13:2: error: fallback cannot stand in hook guard
    	fallback kernel
    	^~~~~~~~~~~~~~~
