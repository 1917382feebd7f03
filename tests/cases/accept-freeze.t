What may happen to a candidate instead of a kill.
--- policy
table t
chain c {
	hook low
	when mem.available < 10%
	policy kill pgrp grace 500ms
	uid 1 freeze
	uid 2 freeze cgroup
	uid 3 freeze tree for 90s
	uid 4 freeze process for 500ms
	uid 5 reclaim 512M
	uid 6 reclaim 4096
	uid 7 exec "/usr/bin/logger \"low\"\tmemory"
	uid 8 exec '/bin/true'
	uid 9 dry freeze
	jump more
}
chain more {
	exec "x"
}
--- text
table t

chain c {
	hook low
	when mem.available < 10%
	policy kill pgrp grace 500ms

	uid 1 freeze
	uid 2 freeze cgroup
	uid 3 freeze tree for 90s
	uid 4 freeze for 500ms
	uid 5 reclaim 512M
	uid 6 reclaim 4K
	uid 7 exec "/usr/bin/logger \"low\"\tmemory"
	uid 8 exec "/bin/true"
	uid 9 dry freeze
	jump more
}

chain more {
	exec "x"
}
--- disasm
table t  format 1
chain c  hook low priority 0  policy kill pgrp grace 500ms signal 15  order total  deadline 1000ms  fallback kernel
    when
       0  cmp       mem.available < 10%
    case.oom:6  uid 1 freeze
       1  match.num uid == 1  else +2
       2  freeze process
    case.oom:7  uid 2 freeze cgroup
       3  match.num uid == 2  else +2
       4  freeze cgroup
    case.oom:8  uid 3 freeze tree for 90s
       5  match.num uid == 3  else +2
       6  freeze tree for 90000ms
    case.oom:9  uid 4 freeze process for 500ms
       7  match.num uid == 4  else +2
       8  freeze process for 500ms
    case.oom:10  uid 5 reclaim 512M
       9  match.num uid == 5  else +2
      10  reclaim process 536870912
    case.oom:11  uid 6 reclaim 4096
      11  match.num uid == 6  else +2
      12  reclaim process 4096
    case.oom:12  uid 7 exec "/usr/bin/logger \"low\"\tmemory"
      13  match.num uid == 7  else +2
      14  exec process "/usr/bin/logger \"low\"\tmemory"
    case.oom:13  uid 8 exec '/bin/true'
      15  match.num uid == 8  else +2
      16  exec process "/bin/true"
    case.oom:14  uid 9 dry freeze
      17  match.num uid == 9  else +2
      18  dry       freeze process
    case.oom:15  jump more
      19  jump      more
      20  end       
chain more
    case.oom:18  exec "x"
      21  exec process "x"
      22  end       
