A define that nothing names.
--- policy
table t
define used = 5M
define unused = $used
chain c {
	hook oom
	policy kill
	rss < $used exempt
}
--- diagnostics
case.oom:3:8: warning: define unused is not used
    define unused = $used
           ^~~~~~
