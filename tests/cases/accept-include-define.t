Defines and sets of an included file are those of the table, before the include as well.
--- file values.oom
define hog = 5M
set names { type comm; elements = { "a" } }
--- policy
table t
chain c {
	hook oom
	policy kill
	rss > $hog comm @names kill
}
include "values.oom"
set names { type comm; elements = { "b" } }
--- text
table t

set names {
	type comm
	elements = { "a", "b" }
}

chain c {
	hook oom
	policy kill

	rss > 5M comm @names kill
}
