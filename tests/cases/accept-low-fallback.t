In low the kernel is the default fallback, policy is not.
--- policy
table t
chain c {
	hook low
	when mem.available < 5%
	fallback policy
	policy kill
}
--- text
table t

chain c {
	hook low
	when mem.available < 5%
	fallback policy
	policy kill
}
