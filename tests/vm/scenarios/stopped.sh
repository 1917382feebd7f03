# SPDX-License-Identifier: GPL-2.0-only OR MIT
# The executor is stopped: at the deadline the policy decides all the same, and
# the second time nobody waits for it.
guest() {
	module
	policy stopped <<-E
		chain last {
			hook oom
			deadline 1s
			policy kill
			comm "big" uid root exempt
		}
	E
	executor
	kill -STOP $executor
	supervise <<-E
		spawn small1 0 hog --name small1 --mb 40
		spawn small2 0 hog --name small2 --mb 30
		spawn big 0 hog --name big --mb 310 --rate 200 --after 500
		until small1 20000
		until small2 20000
		sleep 300
		alive big
		end
	E
	echo "MISSES $(query status misses)"
	kill -CONT $executor
	stop_all
}
expect() {
	local ms
	died small1
	died small2
	has "ALIVE big"
	has "MISSES 1$"
	has "decision 1: .*small1.*: killed by the kernel, steered by the policy, [0-9]{4,} ms"
	ms=$(sed -nE 's/.*decision 2: .*small2.*steered by the policy, ([0-9]+) ms.*/\1/p' "$console")
	[ -n "$ms" ] && [ "$ms" -lt 1000 ] || complain "the late executor was waited for: ${ms:-?} ms"
}
