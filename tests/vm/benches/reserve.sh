# SPDX-License-Identifier: GPL-2.0-only OR MIT
# In the guest: $rounds OOMs of the machine that the executor answers, with access
# to the kernel's reserves between its read and its ACK, or without (reserve=0).
guest() {
	local round
	[ "${reserve:-1}" = 1 ] || module_options=no_reserve=1
	module
	echo "RESERVE not $(cat /sys/module/oomtables/parameters/no_reserve)"
	dmesg -n 4
	policy reserve <<-E
		chain last {
			hook oom
			deadline 5s
			policy kill
			comm "big" uid root exempt
		}
	E
	query events &
	executor
	for round in $(seq ${rounds:-100}); do
		supervise <<-E
			spawn small 0 hog --name small --mb ${small:-40}
			full small 20000
			spawn big 0 hog --name big --mb 0 --rate ${rate:-500} --after ${after:-0}
			until small 20000
			signal big 9
			until big 5000
			end
		E
	done
	echo "MISSES $(query status misses)"
	stop_all
	killall query
}
