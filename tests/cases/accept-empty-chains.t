Chains without a rule, and a table without a chain that decides.
--- policy
table t
chain a {
}
chain g {
	hook guard
	jump a
}
--- text
table t

chain g {
	hook guard

	jump a
}

chain a {
}
