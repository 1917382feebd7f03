Without a table line the name is the file's.
--- policy
chain c {
	hook oom
	policy kill
}
--- text
table case

chain c {
	hook oom
	policy kill
}
