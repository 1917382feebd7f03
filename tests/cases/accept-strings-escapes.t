Strings come out as they can be read again.
--- policy
table t
chain c {
	hook oom
	policy kill
	comm "\x01\x7f\t" kill
	comm "a\\\\b" kill
	cgroup "/ä \"q\"" kill
}
--- text
table t

chain c {
	hook oom
	policy kill

	comm "\x01\x7F\t" kill
	comm "a\\\\b" kill
	cgroup "/\xC3\xA4 \"q\"" kill
}
