Names may equal keywords.
--- policy
table table
set set {
	type uid
	elements = { 5 }
}
chain kill {
	hook oom
	policy kill
	jump comment
}
chain comment {
	uid @set jump uid
}
chain uid {
	pid 7 return
}
--- text
table table

set set {
	type uid
	elements = { 5 }
}

chain kill {
	hook oom
	policy kill

	jump comment
}

chain comment {
	uid @set jump uid
}

chain uid {
	pid 7 return
}
