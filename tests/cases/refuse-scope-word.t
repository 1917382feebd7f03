scope without its field.
--- policy
table t
scope "/a"
scope uid 5
chain c {
	hook oom
	policy kill
}
--- diagnostics
case.oom:2:7: error: unexpected "/a", expected 'cgroup'
    scope "/a"
          ^~~~
case.oom:3:7: error: this belongs inside a chain
    scope uid 5
          ^~~
