# SPDX-License-Identifier: GPL-2.0-only OR MIT
# The machine is told to suspend while the module waits.  First for a handler
# that does not kill in time (as a rule because it is frozen): the wait lasts to its
# deadline, not longer, and the kernel takes the policy's victim, frozen or not.
# Then the handler kills at once, and its victim may be frozen before it can
# die: it is marked after two seconds, and so thawed.  Nobody else dies, only
# then the rest freezes, the machine comes back, and the executor kills in it.
# Ends after the freezing (pm_test): what is powered down is none of ours.
needs=pm_test
seconds=240
guest() {
	module
	[ -e /sys/power/pm_test ] || { echo "SKIP this kernel has no pm_test"; return; }
	echo freezer >/sys/power/pm_test
	echo 1 >/sys/module/suspend/parameters/pm_test_delay
	policy suspend <<-E
		chain last {
			hook oom
			deadline 2s
			policy exempt
			comm "small*" kill
		}
	E
	free=$(available)
	handler --suspend --delay 2500 --heartbeat
	suspended late
	echo "SUSPENDED misses $(query status misses) state $(query status state)"
	kill -9 $handler
	wait $handler
	handler --suspend
	suspended frozen
	kill -9 $handler
	wait $handler
	executor >/dev/null 2>&1
	suspended awake
	stop_all
}
suspended() {	# NAME
	supervise <<-E
		spawn small_$1 0 hog --name small --mb 60
		full small_$1 20000
		spawn big_$1 0 hog --name big --mb $((free - 20))
		until small_$1 20000
		sleep 5000
		alive big_$1
		end
	E
}
expect() {
	local ms one
	for one in late frozen awake; do
		died small_$one
		has "^ALIVE big_$one"
	done
	[ "$(count '^SUSPEND written 3 ')" = 2 ] && [ "$(count 'PM: suspend exit')" = 2 ] ||
		complain "it has not suspended twice"
	before "PM: suspend entry" "decision 1:"
	before "decision 1:" "PM: suspend exit"
	has "^SUSPENDED misses 1 state 1"
	ms=$(sed -nE 's/.*decision 1: .*\(small\).*steered by the policy, ([0-9]+) ms.*/\1/p' "$console")
	[ -n "$ms" ] && [ "$ms" -ge 2000 ] && [ "$ms" -lt 6000 ] ||
		complain "the deadline was not kept: ${ms:-?} ms"
	ms=$(sed -nE 's/.*decision 2: .*\(small\).*, ([0-9]+) ms.*/\1/p' "$console")
	[ -n "$ms" ] && [ "$ms" -lt 6000 ] || complain "the frozen one stayed: ${ms:-?} ms"
	has "decision 3: .*\(small\).*, [0-9]+ ms"
	hasnt "Freezing of tasks failed|refusing to freeze"
}
