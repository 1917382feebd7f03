Conditions and the parentheses that they need.
--- policy
table t
chain a {
	hook low
	when (mem.available < 10% and mem.free < 5%) and not (swap.free > 5% or not psi.some.avg60 < 12.5)
	until mem.available > 1G and (mem.free > 5% and (mem.cached < mem.free or swap.used < 50%)) or mem.free >= swap.free
	policy kill
}
chain b {
	hook low
	when not not mem.available == 5 or (mem.free < 4 or mem.free != 5)
	until psi.io.full.avg300 < 5 and psi.cpu.some.avg10 <= 5%
	policy kill
}
--- text
table t

chain a {
	hook low
	when mem.available < 10% and mem.free < 5% and not (swap.free > 5% or not psi.some.avg60 < 12.5%)
	until mem.available > 1G and (mem.free > 5% and (mem.cached < mem.free or swap.used < 50%)) or mem.free >= swap.free
	policy kill
}

chain b {
	hook low
	when not not mem.available == 5 or (mem.free < 4 or mem.free != 5)
	until psi.io.full.avg300 < 5% and psi.cpu.some.avg10 <= 5%
	policy kill
}
