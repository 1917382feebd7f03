The whole of a small table as a listing.
--- policy
table t
set names {
	type comm
	elements = { "sshd", "x*" }
}
chain g {
	hook guard
	comm @names uid { 0, 5-9 } exempt
	jump more
}
chain early {
	hook low priority 3
	when mem.available < 10% and not psi.full.avg10 < 12.5 or mem.free < mem.cached
	until mem.available > 1G
	order by rss asc
	policy kill prefer 2
	comm != "bash" total > 25% counter score +10 score -3
	cgroup { "/b", "/a/**" } pid != { 7, 9 } age >= 90s kill prefer -1
	kill prefer 2
}
chain more {
	rss 1G-50% exempt
	oom_score_adj < -900 return
}
--- disasm
table t  format 1
automaton comm  11 states, 15 edges, 7 columns, 3 classes
automaton cgroup  6 states, 7 edges, 4 columns, 2 classes
chain g  hook guard priority 0
    case.oom:8  comm @names uid { 0, 5-9 } exempt
       0  match.str comm in @names or unknown  else +3
       1  match.set uid in { 0, 5-9 } or unknown  else +2
       2  exempt    
    case.oom:9  jump more
       3  jump      more
       4  end       
chain early  hook low priority 3  policy kill process prefer 2  order rss asc  deadline 1000ms  fallback kernel
    when
       5  cmp       mem.available < 10%
       6  cmp       psi.full.avg10 < 12.50%
       7  not       
       8  and       
       9  cmp       mem.free < mem.cached
      10  or        
    until
      11  cmp       mem.available > 1073741824
    case.oom:17  comm != "bash" total > 25% counter score +10 score -3
      12  match.str comm not in { "bash" }  else +5
      13  match.num total > 25%  else +4
      14  counter   
      15  score     +10
      16  score     -3
    case.oom:18  cgroup { "/b", "/a/**" } pid != { 7, 9 } age >= 90s kill prefer -1
      17  match.str cgroup in { "/a/**", "/b" }  else +4
      18  match.set pid not in { 7, 9 }  else +3
      19  match.num age >= 90000000000  else +2
      20  kill process prefer -1
    case.oom:19  kill prefer 2
      21  kill process prefer 2
      22  end       
chain more
    case.oom:22  rss 1G-50% exempt
      23  match.set rss in { 1073741824-50% } or unknown  else +2
      24  exempt    
    case.oom:23  oom_score_adj < -900 return
      25  match.num oom_score_adj < -900  else +2
      26  return    
      27  end       
