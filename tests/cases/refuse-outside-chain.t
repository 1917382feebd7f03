Rules and header lines stand inside chains.
--- policy
table t
hook oom
policy kill
comm "x" exempt
--- diagnostics
case.oom:2:1: error: this belongs inside a chain
    hook oom
    ^~~~
case.oom:3:1: error: this belongs inside a chain
    policy kill
    ^~~~~~
case.oom:4:1: error: this belongs inside a chain
    comm "x" exempt
    ^~~~
