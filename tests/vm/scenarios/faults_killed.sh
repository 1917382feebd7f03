# SPDX-License-Identifier: GPL-2.0-only OR MIT
# The executor is killed at each step between a decision and its ACK: nobody
# waits for it, the policy's victims die, nobody else.
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
		snared $step kill
	done
}
expect() {
	snared_all 6 0
}
