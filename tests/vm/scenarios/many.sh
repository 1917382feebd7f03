# SPDX-License-Identifier: GPL-2.0-only OR MIT
# 4,000 processes in forty cgroups, and a real OOM: the policy's victim is one
# of them, neither the largest nor the youngest.
memory=1280
seconds=240
guest() {
	module
	policy many <<-E
		chain last {
			hook oom
			policy exempt
			comm "worker-*" cgroup "/crowd.slice/app-3.scope" score -900
			comm "chosen" kill prefer 3
			comm "worker-*" kill
			comm "big" uid root exempt
		}
	E
	executor
	crowd 4000 40 >/tmp/crowd &
	until grep -q CROWD /tmp/crowd; do sleep 1; done
	cat /tmp/crowd
	sleep 12	# the facts table grows in calm times
	oomctl status | grep room
	query events &
	supervise <<-E
		spawn chosen 0 hog --name chosen --mb 60
		full chosen 40000
		spawn big 0 hog --name big --mb $(($(available) - 25)) --rate 2000
		until chosen 60000
		sleep 1500
		alive big
		end
	E
	killall crowd query
	stop_all
}
expect() {
	died chosen
	has "ALIVE big"
	has "CROWD 4000"
	has "DECISION oom tasks 40[0-9]{2} .* victim chosen flags [0-9]+$"
	has "decision 1, hook oom, many/last: 40[0-9]{2} of 40[0-9]{2} processes are candidates"
	has "decision 1: process [0-9]+ \(chosen\) .* killed by the executor"
}
