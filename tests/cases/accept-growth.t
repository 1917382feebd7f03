Rates: growth is a change per second, and may be negative.
--- policy
define fast = 50M/s
set rates { type growth; elements = { 1M/s-2M/s, -5K/s, $fast } }
chain c {
	hook oom
	order by growth
	policy kill
	growth > $fast kill
	growth <= -512/s exempt
	growth @rates counter
	growth != { 4G/s, -4G/s, 0/s } score +1
	growth 1KiB/s - 1MiB/s score -1
	growth -3M/s score +2
}
--- diagnostics
case.oom:12:2: warning: this rule is never reached: line 8 decides all that it matches
    	growth -3M/s score +2
    	^~~~~~~~~~~~~~~~~~~~~
--- text
table case

set rates {
	type growth
	elements = { -5K/s, 1M/s-2M/s, 50M/s }
}

chain c {
	hook oom
	order by growth
	policy kill

	growth > 50M/s kill
	growth <= -512/s exempt
	growth @rates counter
	growth != { -4G/s, 0/s, 4G/s } score +1
	growth 1K/s-1M/s score -1
	growth -3M/s score +2
}
--- disasm
table case  format 1
chain c  hook oom priority 0  policy kill process  order growth  deadline 1000ms  fallback policy
    case.oom:7  growth > $fast kill
       0  match.num growth > 52428800  else +2
       1  kill process
    case.oom:8  growth <= -512/s exempt
       2  match.num growth <= -512 or unknown  else +2
       3  exempt    
    case.oom:9  growth @rates counter
       4  match.set growth in @rates  else +2
       5  counter   
    case.oom:10  growth != { 4G/s, -4G/s, 0/s } score +1
       6  match.set growth not in { -4294967296, 0, 4294967296 }  else +2
       7  score     +1
    case.oom:11  growth 1KiB/s - 1MiB/s score -1
       8  match.set growth in { 1024-1048576 }  else +2
       9  score     -1
    case.oom:12  growth -3M/s score +2
      10  match.num growth == -3145728  else +2
      11  score     +2
      12  end       
