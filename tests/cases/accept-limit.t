Every limit has a bucket of its own, however it is written.
--- policy
chain c {
	hook low
	when mem.available < 10%
	policy exempt
	growth > 50M/s limit rate 3/minute kill
	growth > 40M/s limit rate 3/minute burst 1 kill
	counter limit rate 10/second burst 20 log "x" limit rate 1/hour kill tree
	limit rate 1000000/hour burst 1000000 kill
}
--- text
table case

chain c {
	hook low
	when mem.available < 10%
	policy exempt

	growth > 50M/s limit rate 3/minute kill
	growth > 40M/s limit rate 3/minute kill
	counter limit rate 10/second burst 20 log "x" limit rate 1/hour kill tree
	limit rate 1000000/hour burst 1000000 kill
}
--- disasm
table case  format 1
chain c  hook low priority 0  policy exempt  order total  deadline 1000ms  fallback kernel
    when
       0  cmp       mem.available < 10%
    case.oom:5  growth > 50M/s limit rate 3/minute kill
       1  match.num growth > 52428800  else +3
       2  limit     3 per 60s burst 1  else +2
       3  kill process
    case.oom:6  growth > 40M/s limit rate 3/minute burst 1 kill
       4  match.num growth > 41943040  else +3
       5  limit     3 per 60s burst 1  else +2
       6  kill process
    case.oom:7  counter limit rate 10/second burst 20 log "x" limit rate 1/hour kill tree
       7  counter   
       8  limit     10 per 1s burst 20  else +4
       9  log       "x"
      10  limit     1 per 3600s burst 1  else +2
      11  kill tree
    case.oom:8  limit rate 1000000/hour burst 1000000 kill
      12  limit     1000000 per 3600s burst 1000000  else +2
      13  kill process
      14  end       
