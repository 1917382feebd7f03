for after a comparison and after parentheses; each has a state of its own.
--- policy
table t
chain c {
	hook low
	when mem.available < 10% for 30s and not swap.free < 10% for 5s
	  or (psi.full.avg10 > 40 and mem.available < 25%) for 90s
	  or (not mem.free > 1G) for 1m
	until (mem.available > 15% for 1s) for 2s
	policy kill
}
--- disasm
table t  format 1
chain c  hook low priority 0  policy kill process  order total  deadline 1000ms  fallback kernel
    when
       0  cmp       mem.available < 10%
       1  for       30000ms
       2  cmp       swap.free < 10%
       3  for       5000ms
       4  not       
       5  and       
       6  cmp       psi.full.avg10 > 40%
       7  cmp       mem.available < 25%
       8  and       
       9  for       90000ms
      10  or        
      11  cmp       mem.free > 1073741824
      12  not       
      13  for       60000ms
      14  or        
    until
      15  cmp       mem.available > 15%
      16  for       1000ms
      17  for       2000ms
      18  end       
--- text
table t

chain c {
	hook low
	when mem.available < 10% for 30s and not swap.free < 10% for 5s or (psi.full.avg10 > 40% and mem.available < 25%) for 90s or (not mem.free > 1G) for 1m
	until (mem.available > 15% for 1s) for 2s
	policy kill
}
