Where a newline is white space: language.md 2. All of these are one condition each.
--- policy
table t
chain a {
	hook low
	when mem.available < 10%
	  and swap.free < 10%
	# a comment between, and a blank line

	  or psi.full.avg10 > 40% and
	     mem.free < 1G
	until not
	      mem.available < 20%
	policy kill
}
chain b {
	hook low
	when (mem.available < 10%
	      or
	      swap.free < 5%
	)
	until mem.available > 20% or (
		mem.free > 1G)
	policy kill
}
--- text
table t

chain a {
	hook low
	when mem.available < 10% and swap.free < 10% or psi.full.avg10 > 40% and mem.free < 1G
	until not mem.available < 20%
	policy kill
}

chain b {
	hook low
	when mem.available < 10% or swap.free < 5%
	until mem.available > 20% or mem.free > 1G
	policy kill
}
