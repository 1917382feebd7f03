lower and higher are written as the comparisons that they stand for.
--- policy
table t
chain c {
	hook low
	when mem.available < lower(10%, 400M) or mem.free <= higher(1%, 5M)
	until mem.available > lower(20%, 1G) and mem.free >= higher(2%, 10M)
	policy kill
}
chain d {
	hook low
	when mem.available == lower(10%, 400M) or mem.free != higher(1%, 5M)
	until psi.full.avg10 == higher(0, 2) or psi.full.avg10 != lower(3%, 4%)
	policy kill
}
--- text
table t

chain c {
	hook low
	when mem.available < 10% and mem.available < 400M or (mem.free <= 1% or mem.free <= 5M)
	until (mem.available > 20% or mem.available > 1G) and (mem.free >= 2% and mem.free >= 10M)
	policy kill
}

chain d {
	hook low
	when mem.available <= 10% and mem.available <= 400M and (mem.available >= 10% or mem.available >= 400M) or (mem.free < 1% or mem.free < 5M or mem.free > 1% and mem.free > 5M)
	until (psi.full.avg10 <= 0% or psi.full.avg10 <= 2%) and (psi.full.avg10 >= 0% and psi.full.avg10 >= 2%) or (psi.full.avg10 < 3% and psi.full.avg10 < 4% or (psi.full.avg10 > 3% or psi.full.avg10 > 4%))
	policy kill
}
