Without swap, its comparisons drop out; one of which nothing is left does not hold.
--- policy
table t
chain only-swap {
	hook low
	when not swap.free > 10% or swap.used > 5%
	policy exempt
	kill
}
chain both {
	hook low
	when mem.available < 10% and swap.free < 10%
	policy kill
}
--- diagnostics
case.oom:4:7: warning: this never holds on a machine without swap
    	when not swap.free > 10% or swap.used > 5%
    	     ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
--- snapshot
snapshot 1
system mem.total=10G mem.available=900M swap.total=0
process pid=20 comm=y rss=5G
--- low
fired both
victim 20 case.oom:11
rank 20
