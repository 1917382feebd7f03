# SPDX-License-Identifier: GPL-2.0-only OR MIT
# Figures for tests/vm/bench overrun: $rounds OOMs of the machine in which the
# handler reads and does not answer in time, while three others look for memory
# with all their might: how long after the deadline the module stops waiting.
# The handler's heartbeat, later, makes it ready for the next.
guest() {
	local round name
	module
	dmesg -n 4
	policy overrun <<-E
		chain last {
			hook oom
			deadline 200ms
			policy kill
			comm "big" uid root exempt
		}
	E
	query events &
	handler --delay 300 --heartbeat >/dev/null
	for round in $(seq $rounds); do
		supervise <<-E
			spawn small 0 hog --name small --mb 40
			full small 20000
			$(for name in big1 big2 big3; do
				echo "spawn $name 0 hog --name big --mb 0 --rate 200"
			done)
			until small 20000
			$(for name in big1 big2 big3; do
				echo "signal $name 9"
				echo "until $name 10000"
			done)
			sleep 500
			end
		E
	done
	echo "MISSES $(query status misses)"
	stop_all
	killall query
}
