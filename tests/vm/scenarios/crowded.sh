# SPDX-License-Identifier: GPL-2.0-only OR MIT
# More processes than the facts table holds: the largest ones are kept, the
# record says so, and a worker makes the table wider.
memory=768
seconds=150
guest() {
	module
	policy crowded <<-E
		chain last {
			hook oom
			policy kill
		}
	E
	query events &
	supervise <<-E
		spawn crowd 0 crowd 1600 -1
		sleep 8000
		spawn late1 0 hog --name late1 --mb 60
		sleep 500
		write /proc/sysrq-trigger f
		until late1 5000
		spawn late2 0 hog --name late2 --mb 60
		sleep 1500
		write /proc/sysrq-trigger f
		until late2 5000
		end
	E
	killall query
	sleep 2
}
expect() {
	died late1
	died late2
	has "DECISION oom .* victim late1 flags 5$"
	has "DECISION oom .* victim late2 flags 4$"
}
