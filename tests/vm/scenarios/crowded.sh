# SPDX-License-Identifier: GPL-2.0-only OR MIT
# More processes than the facts table holds: the largest ones are kept, the
# record says so, and a worker makes the table wider.  Where ticks tell of a crowd
# in time (boot `ticks`), it is wide enough before.
boots="module ticks"
memory=768
seconds=150
guest() {
	[ "${ticks:-0}" = 1 ] || module_options=no_tick=1
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
		full late1 10000
		write /proc/sysrq-trigger f
		until late1 5000
		spawn late2 0 hog --name late2 --mb 60
		full late2 10000
		sleep 500
		write /proc/sysrq-trigger f
		until late2 5000
		end
	E
	killall query
	sleep 2
}
expect() {
	each judge
}
judge() {
	died late1
	died late2
	if [ "$boot_kind" = ticks ]; then
		has "DECISION oom .* victim late1 flags 4$"
	else
		has "DECISION oom .* victim late1 flags 5$"
	fi
	has "DECISION oom .* victim late2 flags 4$"
}
