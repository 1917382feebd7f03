One table a file.
--- policy
table one
table two
chain c {
	hook oom
	policy kill
}
--- diagnostics
case.oom:2:7: error: the table has a name already: one, line 1
    table two
          ^~~
