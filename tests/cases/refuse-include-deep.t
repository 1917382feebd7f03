Files are included sixteen deep at most.
--- file a
include "b"
--- file b
include "c"
--- file c
include "d/a"
--- file d/a
include "b"
--- file d/b
include "c"
--- file d/c
include "e/a"
--- file d/e/a
include "b"
--- file d/e/b
include "c"
--- file d/e/c
include "f/a"
--- file d/e/f/a
include "b"
--- file d/e/f/b
include "c"
--- file d/e/f/c
include "d"
--- file d/e/f/d
include "e"
--- file d/e/f/e
include "f"
--- file d/e/f/f
include "g"
--- file d/e/f/g
include "h"
--- file d/e/f/h
include "i"
--- file d/e/f/i
define x = 5
--- policy
table t
include "a"
chain c {
	hook oom
	policy kill
}
--- diagnostics
In file included from d/e/f/f:1,
                 from d/e/f/e:1,
                 from d/e/f/d:1,
                 from d/e/f/c:1,
                 from d/e/f/b:1,
                 from d/e/f/a:1,
                 from d/e/c:1,
                 from d/e/b:1,
                 from d/e/a:1,
                 from d/c:1,
                 from d/b:1,
                 from d/a:1,
                 from c:1,
                 from b:1,
                 from a:1,
                 from case.oom:2:
d/e/f/g:1:9: error: files are included more than 16 deep
    include "h"
            ^~~
