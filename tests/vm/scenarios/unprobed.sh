# SPDX-License-Identifier: GPL-2.0-only OR MIT
# The probe on out_of_memory is silently off (kernel.ftrace_enabled=0): the
# module sees that, and takes the policy's victim by its own signal.
guest() {
	module
	policy unprobed <<-E
		chain last {
			hook oom
			policy kill
			comm "big" uid root exempt
		}
	E
	echo "FLAGS $(query status flags)"
	echo 0 >/proc/sys/kernel/ftrace_enabled
	supervise <<-E
		spawn small 0 hog --name small --mb 60
		spawn big 0 hog --name big --mb 270 --rate 200 --after 500
		until small 20000
		sleep 1000
		alive big
		end
	E
	echo "FLAGS $(query status flags)"
	echo 1 >/proc/sys/kernel/ftrace_enabled
}
expect() {
	died small
	has "ALIVE big"
	has "^FLAGS 0$"
	has "^FLAGS 4$"
	has "decision 1: .*: killed by the module's signal"
	hasnt "decision 2"
}
