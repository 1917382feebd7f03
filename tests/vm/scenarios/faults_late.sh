# SPDX-License-Identifier: GPL-2.0-only OR MIT
# The executor is frozen by its cgroup, held by a debugger, or slow: at most one
# deadline is lost.  The slow one is heard again by its heartbeat.
seconds=240
guest() {
	module
	policy faults <<-E
		chain last {
			hook oom
			deadline 1s
			policy kill
			comm { "big", "snare" } uid root exempt
		}
	E
	for harm in freeze hold slow; do
		snared read $harm
		snared killed $harm
	done
}
expect() {
	snared_all 6 1
	[ "$(count '^SNARED .* state 3 misses 1')" -ge 4 ] || complain "it was not late"
	[ "$(count '^BACK ')" = 2 ] || complain "the slow one was not heard again"
}
