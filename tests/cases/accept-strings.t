Escapes in strings, and that they come back.
--- policy
table t
chain c {
	hook oom
	policy kill
	comm "a\"b\\\\c" uid root exempt
	comm "tab\tnl\nx\x01\xff" uid root exempt
	comm 'raw\*"x' uid root exempt
	comm "\x41b" uid root exempt
	comm "ä" uid root exempt
	comm "" uid root exempt
}
--- text
table t

chain c {
	hook oom
	policy kill

	comm "a\"b\\\\c" uid 0 exempt
	comm "tab\tnl\nx\x01\xFF" uid 0 exempt
	comm "raw\\*\"x" uid 0 exempt
	comm "Ab" uid 0 exempt
	comm "\xC3\xA4" uid 0 exempt
	comm "" uid 0 exempt
}
