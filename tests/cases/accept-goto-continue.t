goto and continue.
--- policy
table t
chain c {
	hook oom
	policy kill
	uid 1 continue
	uid 2 goto p
	uid 3 jump p
}
chain p {
	rss < 1M exempt
}
--- disasm
table t  format 1
chain c  hook oom priority 0  policy kill process  order total  deadline 1000ms  fallback policy
    case.oom:5  uid 1 continue
       0  match.num uid == 1  else +2
       1  continue  
    case.oom:6  uid 2 goto p
       2  match.num uid == 2  else +2
       3  goto      p
    case.oom:7  uid 3 jump p
       4  match.num uid == 3  else +2
       5  jump      p
       6  end       
chain p
    case.oom:10  rss < 1M exempt
       7  match.num rss < 1048576 or unknown  else +2
       8  exempt    
       9  end       
--- text
table t

chain c {
	hook oom
	policy kill

	uid 1 continue
	uid 2 goto p
	uid 3 jump p
}

chain p {
	rss < 1M exempt
}
