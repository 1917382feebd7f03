Texts in a listing: escaped, so that none ends a line; scopes; comments.
--- policy
table t
scope cgroup "/a/**"
chain c {
	hook oom
	scope cgroup { "/a/b", "/a/c*" }
	policy kill
	uid 1 log "a\n\t\x1b\"\\b" comment "why\nnot"
	uid 2 dry goto p
	uid 3 dry continue
}
chain p {
	comm "x\x01" exempt
}
--- disasm
table t  format 1  scope { "/a/**" }
automaton comm  4 states, 5 edges, 3 columns, 2 classes
automaton cgroup  8 states, 10 edges, 5 columns, 3 classes
chain c  hook oom priority 0  policy kill process  order total  deadline 1000ms  fallback policy  scope { "/a/b/**", "/a/c*/**" }
    case.oom:7  uid 1 log "a\n\t\x1b\"\\b" comment "why\nnot"
          comment "why\nnot"
       0  match.num uid == 1  else +2
       1  log       "a\n\t\x1b\"\\b"
    case.oom:8  uid 2 dry goto p
       2  match.num uid == 2  else +2
       3  dry       goto p
    case.oom:9  uid 3 dry continue
       4  match.num uid == 3  else +2
       5  dry       continue
       6  end       
chain p
    case.oom:12  comm "x\x01" exempt
       7  match.str comm in { "x\x01" } or unknown  else +2
       8  exempt    
       9  end       
