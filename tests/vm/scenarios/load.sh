# SPDX-License-Identifier: GPL-2.0-only OR MIT
# The module loads and unloads, again and again.
guest() {
	for i in 1 2 3; do
		insmod /oomtables.ko && ls -l /dev/oomtables && rmmod oomtables
	done
	module
}
expect() {
	[ "$(count 'c[rw-]* .*oomtables')" = 3 ] || complain "the device did not come three times"
}
