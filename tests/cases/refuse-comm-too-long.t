A pattern of comm that nothing can match, by its shortest match.
--- policy
table t
chain c {
	hook oom
	policy kill
	comm "gnome-shell-calendar*" uid root exempt
	comm "exactly15bytes!" uid root exempt
	comm "sixteen-bytes-xx" uid root exempt
	comm "0123456789?[ab]cdef*" uid root exempt
}
--- diagnostics
case.oom:5:7: error: comm has at most 15 bytes, and this matches none shorter than 20: use cgroup or a shorter pattern
    	comm "gnome-shell-calendar*" uid root exempt
    	     ^~~~~~~~~~~~~~~~~~~~~~~
case.oom:7:7: error: comm has at most 15 bytes, and this matches none shorter than 16: use cgroup or a shorter pattern
    	comm "sixteen-bytes-xx" uid root exempt
    	     ^~~~~~~~~~~~~~~~~~
case.oom:8:7: error: comm has at most 15 bytes, and this matches none shorter than 16: use cgroup or a shorter pattern
    	comm "0123456789?[ab]cdef*" uid root exempt
    	     ^~~~~~~~~~~~~~~~~~~~~~
