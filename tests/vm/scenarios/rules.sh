# SPDX-License-Identifier: GPL-2.0-only OR MIT
# The shipped policies are all accepted by the module, one by one and together,
# and come back from it as text that compiles.
guest() {
	module
	for policy in /rules/*.oom; do
		oomctl load "$policy" && oomctl flush && echo "GUEST takes ${policy##*/}"
	done
	oomctl load /rules/*.oom && echo "GUEST takes all"
	oomctl list >/tmp/all
	[ -s /tmp/all ] && echo "GUEST lists $(grep -c '^table ' /tmp/all)"
	oomctl flush && [ -z "$(oomctl list)" ] && echo "GUEST empty"
}
expect() {
	for policy in "$here"/../../rules/*.oom; do
		has "GUEST takes ${policy##*/}"
	done
	has "GUEST takes all"
	has "GUEST lists $(ls "$here"/../../rules/*.oom | wc -l)"
	has "GUEST empty"
}
