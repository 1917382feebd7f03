The scope of a table and of chains: one glob, a list, a set.
--- policy
table t
set pods {
	type cgroup
	elements = { "/kubepods.slice/**" }
}
scope cgroup { "/user.slice/**", "/kubepods.slice/**" }
chain g {
	hook guard
	scope cgroup @pods
	uid 0 exempt
}
chain c {
	hook low
	when mem.available < 10%
	scope cgroup "/user.slice"
	policy kill
	cgroup @pods kill
}
--- text
table t
scope cgroup { "/kubepods.slice/**", "/user.slice/**" }

set pods {
	type cgroup
	elements = { "/kubepods.slice/**" }
}

chain g {
	hook guard
	scope cgroup "/kubepods.slice/**"

	uid 0 exempt
}

chain c {
	hook low
	when mem.available < 10%
	scope cgroup "/user.slice/**"
	policy kill

	cgroup @pods kill
}
