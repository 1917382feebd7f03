# SPDX-License-Identifier: GPL-2.0-only OR MIT
# The executor is stopped at each step between a decision and its ACK: at most
# one deadline is lost, then it is late and nobody waits for it; the policy's
# victims die, nobody else.
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
	for step in read open kill killed ack acked; do
		snared $step stop
	done
}
expect() {
	snared_all 6 1
	[ "$(count '^SNARED .* state 3 misses 1')" -ge 5 ] || complain "it was not late"
}
