# SPDX-License-Identifier: GPL-2.0-only OR MIT
# The executor is killed before the OOM; it does not leave the device occupied.
guest() {
	module
	policy killed <<-E
		chain last {
			hook oom
			policy kill
			comm "big" uid root exempt
		}
	E
	executor
	kill -9 $executor
	wait $executor
	supervise <<-E
		spawn small 0 hog --name small --mb 60
		spawn big 0 hog --name big --mb 270 --rate 200 --after 500
		until small 20000
		sleep 1000
		alive big
		end
	E
	executor
	stop_all
}
expect() {
	died small
	has "ALIVE big"
	has "decision 1: .*: killed by the kernel, steered by the policy"
	[ "$(count 'GUEST executor')" = 2 ] || complain "no second executor could register"
}
