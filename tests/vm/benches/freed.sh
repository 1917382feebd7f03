# SPDX-License-Identifier: GPL-2.0-only OR MIT
# Figures for tests/vm/bench: the same OOM again and again, the victim killed
# by the executor and, without one, by the kernel's own killer.
guest() {
	module
	dmesg -n 4
	policy freed <<-E
		chain last {
			hook oom
			policy kill
			comm "big" uid root exempt
		}
	E
	query events &
	for round in 1 2 3 4 5 6 7; do
		once
		executor
		once
		stop_all
	done
	killall query
}
once() {
	supervise <<-E
		spawn small 0 hog --name small --mb 100
		sleep 300
		spawn big 0 hog --name big --mb 0 --rate 500
		until small 15000
		signal big 9
		end
	E
}
