An expression whose automaton has to remember where each of many beginnings was.
--- policy
chain c {
	hook oom
	policy kill
	cmdline ~ 'abc' kill
	cmdline ~ { 'def', 'x.{100}y' } kill
}
--- diagnostics
case.oom:5:21: error: this expression needs too large an automaton: repeat less of what can begin anywhere
    	cmdline ~ { 'def', 'x.{100}y' } kill
    	                   ^~~~~~~~~~
