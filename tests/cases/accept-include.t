Files are included in order, relative to the one that names them; the place of a rule is its file's.
--- file local.d/20-b.oom
uid 1
--- file local.d/10-a.oom
uid 1
--- file chains.oom
include "sub/*.oom"
chain c {
	hook oom
	policy kill
	rss < $small exempt
	jump extra
}
--- file sub/2.oom
chain extra { uid 2 exempt; }
--- file sub/1.oom
define small = 1M
chain extra {
	uid 1 exempt
}
--- policy
table t
include "chains.oom"
include "nothing/*.oom"
chain extra { uid 3 exempt }
--- disasm
table t  format 1
chain c  hook oom priority 0  policy kill process  order total  deadline 1000ms  fallback policy
    chains.oom:5  rss < $small exempt
       0  match.num rss < 1048576 or unknown  else +2
       1  exempt    
    chains.oom:6  jump extra
       2  jump      extra
       3  end       
chain extra
    1.oom:3  uid 1 exempt
       4  match.num uid == 1 or unknown  else +2
       5  exempt    
    2.oom:1  chain extra { uid 2 exempt; }
       6  match.num uid == 2 or unknown  else +2
       7  exempt    
    case.oom:4  chain extra { uid 3 exempt }
       8  match.num uid == 3 or unknown  else +2
       9  exempt    
      10  end       
--- text
table t

chain c {
	hook oom
	policy kill

	rss < 1M exempt
	jump extra
}

chain extra {
	uid 1 exempt
	uid 2 exempt
	uid 3 exempt
}
