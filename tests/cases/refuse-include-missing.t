A file that is not there, a directory, a glob of directories.
--- file d/x.oom
chain p { uid 1 counter }
--- policy
table t
include "nosuch.oom"
include "d"
include "?"
include "d/none*"
chain c {
	hook oom
	policy kill
}
--- diagnostics
case.oom:2:9: error: cannot include nosuch.oom: there is no such file
    include "nosuch.oom"
            ^~~~~~~~~~~~
case.oom:3:9: error: cannot include d: not a regular file
    include "d"
            ^~~
case.oom:4:9: error: cannot include d: not a regular file
    include "?"
            ^~~
