# SPDX-License-Identifier: GPL-2.0-only OR MIT
# The watch over a debug kernel works: a leak, locks in the wrong order and a read
# out of bounds, all of a test module's, each make a guest fail that has nothing
# else to complain of.  Here the complaint is what is expected.
boots='module locks bad'
needs='a debug kernel'
guest() {
	local what=leak
	[ "${locks:-0}" = 0 ] || what=locks
	[ "${bad:-0}" = 0 ] || what=bad
	module
	[ -f /proc/lockdep_stats ] && [ -f /sys/kernel/debug/kmemleak ] ||
		{ echo "SKIP this kernel watches nothing"; return; }
	probe
	echo "spoil $what" >/proc/oomt_probe
	echo "GUEST spoiled $what"
	# Its own data would keep the loss from being one.
	rmmod oomt_probe
}
# Each guest fails, and by that report alone: what else a guest may be failed for
# (it did not end, the module is not gone, FAULT) is not in what is said of it.
expect() {
	local others all
	has '^GUEST spoiled leak'
	has '^GUEST spoiled locks' "$(console_of locks)"
	has '^GUEST spoiled bad' "$(console_of bad)"
	others=$complaints
	complaints=
	each sound
	all=$complaints
	complaints=$others
	seen module 'says: LEAK unreferenced object'
	seen locks 'says: .*possible circular locking'
	seen bad 'says: .*BUG: KASAN: slab-out-of-bounds'
	# They have been judged; what is left is that they came to their ends.
	sound() { has "GUEST module gone"; }
}
# seen KIND PATTERN: that guest's complaints are by that report
seen() {
	echo "$all" | grep -qE "^$1: $2" || complain "$1: a report goes unseen: $all"
	! echo "$all" | grep -qE "^$1: does not say|^$1: says: FAULT" || complain "$1: more than a report: $all"
}
