# SPDX-License-Identifier: GPL-2.0-only OR MIT
# Handlers that do wrong: one that dies between read and kill, one that says it
# has killed and has not, one that cannot, one that is too late, one that never
# reads.  Each time the policy's victim dies, and nobody else.
seconds=150
guest() {
	module
	probe
	policy faults <<-E
		chain last {
			hook oom
			deadline 500ms
			policy kill
			comm "big" uid root exempt
		}
	E
	for fault in crash lie fail "delay 2000" no-read; do
		handler --$fault
		supervise <<-E
			spawn small 0 hog --name small --mb 60
			spawn big 0 hog --name big --mb 270 --rate 200 --after 300
			until small 15000
			sleep 500
			alive big
			end
		E
		kill -9 $handler
		wait $handler
	done
	echo marks >/proc/oomt_probe
	rmmod oomt_probe
}
expect() {
	[ "$(count 'EXIT small signal 9')" = 5 ] || complain "not every small one died"
	[ "$(count 'ALIVE big')" = 5 ] || complain "a big one died"
	has "PROBE marks 0"
}
