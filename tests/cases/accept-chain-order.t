A chain calls only chains behind it: plain chains move, and base chains come first.
--- policy
table t
chain deep {
	pid 3 exempt
}
chain middle {
	pid 2 jump deep
}
chain last {
	hook oom
	policy kill
	pid 1 jump middle
	jump deep
}
chain first {
	hook guard
	uid root jump deep
}
--- text
table t

chain last {
	hook oom
	policy kill

	pid 1 jump middle
	jump deep
}

chain first {
	hook guard

	uid 0 jump deep
}

chain middle {
	pid 2 jump deep
}

chain deep {
	pid 3 exempt
}
