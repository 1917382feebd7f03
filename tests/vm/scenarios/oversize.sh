# SPDX-License-Identifier: GPL-2.0-only OR MIT
# Tables and loads at the stated limits and above them; loads left in the middle
# by sockets that close and by processes that are killed: nothing is kept, and
# the tables in force stay.
seconds=150
memory=640
guest() {
	module
	policy good <<-E
		chain last {
			hook oom
			policy kill
			comm "big" uid root exempt
		}
	E
	oomctl compile /tmp/good.oom -o /tmp/good.img
	strain oversize /tmp/good.img
	oomctl load /tmp/good.oom
	for i in 1 2 3 4 5 6 7 8; do
		query half /tmp/good.img
	done
	oomctl list | grep -c '^table' | sed 's/^/TABLES /'
}
expect() {
	hasnt "STRAIN BAD"
	has "STRAIN done oversize 16"
	has "^TABLES 1$"
}
