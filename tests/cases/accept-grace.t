Grace and its signal, in any order with the other words.
--- policy
table t
chain c {
	hook low
	when mem.available < 10%
	policy kill grace 10s
	uid 1 kill process prefer -5 grace 500ms signal INT override
	uid 2 kill override grace 2m
	uid 3 kill grace 1s signal SIGTERM
	uid 4 kill grace 1s signal 9
	uid 5 jump p
}
chain p {
	uid 6 kill grace 24h
}
--- text
table t

chain c {
	hook low
	when mem.available < 10%
	policy kill grace 10s

	uid 1 kill grace 500ms signal INT prefer -5 override
	uid 2 kill grace 2m override
	uid 3 kill grace 1s
	uid 4 kill grace 1s signal KILL
	uid 5 jump p
}

chain p {
	uid 6 kill grace 1d
}
