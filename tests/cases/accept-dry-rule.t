Of a dry rule its counters are kept, and the verdict that does not apply.
--- policy
table t
chain c {
	hook oom
	policy kill
	uid 1 score +5 counter warn log "x" dry kill prefer 3
	uid 2 rss > 5 dry exempt
	uid 3 dry jump p
	uid 4 dry return
}
chain p {
	uid 1 counter
}
--- disasm
table t  format 1
chain c  hook oom priority 0  policy kill process  order total  deadline 1000ms  fallback policy
    case.oom:5  uid 1 score +5 counter warn log "x" dry kill prefer 3
       0  match.num uid == 1  else +3
       1  counter   
       2  dry       kill process prefer 3
    case.oom:6  uid 2 rss > 5 dry exempt
       3  match.num uid == 2 or unknown  else +3
       4  match.num rss > 5 or unknown  else +2
       5  dry       exempt
    case.oom:7  uid 3 dry jump p
       6  match.num uid == 3  else +2
       7  dry       jump p
    case.oom:8  uid 4 dry return
       8  match.num uid == 4  else +2
       9  dry       return
      10  end       
chain p
    case.oom:11  uid 1 counter
      11  match.num uid == 1  else +2
      12  counter   
      13  end       
--- text
table t

chain c {
	hook oom
	policy kill

	uid 1 counter dry kill prefer 3
	uid 2 rss > 5 dry exempt
	uid 3 dry jump p
	uid 4 dry return
}

chain p {
	uid 1 counter
}
