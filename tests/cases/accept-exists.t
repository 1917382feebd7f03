A condition about processes: all matches hold for one of them.
--- policy
table t
set backup { type comm; elements = { "restic", "borg" } }
chain c {
	hook low
	when mem.available < 10%
	  and (not exists comm @backup uid 0 or (exists ancestor comm "cron" total > 5%) for 1m)
	  or exists growth > 50M/s
	until not exists rss > 1G
	policy kill
	uid 0 exempt
}
--- text
table t

set backup {
	type comm
	elements = { "borg", "restic" }
}

chain c {
	hook low
	when mem.available < 10% and (not exists comm @backup uid 0 or (exists ancestor comm "cron" total > 5%) for 1m) or exists growth > 50M/s
	until not exists rss > 1G
	policy kill

	uid 0 exempt
}
--- disasm
table t  format 1
automaton comm  15 states, 27 edges, 11 columns, 3 classes
chain c  hook low priority 0  policy kill process  order total  deadline 1000ms  fallback kernel
    when
       0  cmp       mem.available < 10%
       1  exists    2 from 9
       2  not       
       3  exists    2 from 11
       4  for       60000ms
       5  or        
       6  and       
       7  exists    1 from 13
       8  or        
       9  match.str comm in @backup  else +2
      10  match.num uid == 0  else +1
      11  match.str ancestor comm in { "cron" }  else +2
      12  match.num total > 5%  else +1
      13  match.num growth > 52428800  else +1
    until
      14  exists    1 from 16
      15  not       
      16  match.num rss > 1073741824  else +1
    case.oom:10  uid 0 exempt
      17  match.num uid == 0 or unknown  else +2
      18  exempt    
      19  end       
