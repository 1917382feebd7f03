A cooldown after a kill.
--- policy
table t
chain c {
	hook low
	when mem.available < 10%
	cooldown 1500ms
	policy kill
}
--- disasm
table t  format 1
chain c  hook low priority 0  policy kill process  order total  deadline 1000ms  fallback kernel  cooldown 1500ms
    when
       0  cmp       mem.available < 10%
       1  end       
--- text
table t

chain c {
	hook low
	when mem.available < 10%
	cooldown 1500ms
	policy kill
}
