Defines that name each other in a circle.
--- policy
table t
define a = $b
define b = { $c, "x" }
define c = $a
define self = $self
chain c {
	hook oom
	policy kill
	rss > $a kill
}
--- diagnostics
case.oom:2:12: error: $b is defined by itself
    define a = $b
               ^~
case.oom:5:15: error: $self is defined by itself
    define self = $self
                  ^~~~~
