Files that include each other: the stack of includes is shown.
--- file a.oom
# a
include "d/b.oom"
--- file d/b.oom
include "../a.oom"
--- policy
table t
include "a.oom"
chain c {
	hook oom
	policy kill
}
--- diagnostics
In file included from a.oom:2,
                 from case.oom:2:
d/b.oom:1:9: error: cannot include d/../a.oom: it is being read already: files include each other in a circle
    include "../a.oom"
            ^~~~~~~~~~
