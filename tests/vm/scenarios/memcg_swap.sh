# SPDX-License-Identifier: GPL-2.0-only OR MIT
# A cgroup that may swap only so much: when that is used up too, the policy
# takes who has most of it there, though another holds more.
boots="control module"
seconds=200
guest() {
	module
	zram_swap 120M
	policy swap <<-E
		chain pods {
			hook memcg
			scope cgroup "/box/**"
			order by swap
			policy kill
			comm "big" uid root exempt
		}
	E
	echo +memory >/sys/fs/cgroup/cgroup.subtree_control
	mkdir -p /sys/fs/cgroup/box
	echo 40M >/sys/fs/cgroup/box/memory.max
	echo 30M >/sys/fs/cgroup/box/memory.swap.max
	supervise <<-E
		spawn still 0 hog --name still --mb 25 --after 300
		pid still /sys/fs/cgroup/box/cgroup.procs
		full still 20000
		spawn fresh 0 hog --name fresh --mb 2 --after 300
		pid fresh /sys/fs/cgroup/box/cgroup.procs
		full fresh 20000
		spawn big 0 hog --name big --mb 60 --rate 50 --after 300
		pid big /sys/fs/cgroup/box/cgroup.procs
		either still big 60000
		sleep 500
		alive still
		alive big
		alive fresh
		end
	E
}
expect() {
	died big "$control"
	has "ALIVE still" "$control"
	died still
	has "ALIVE big"
	has "ALIVE fresh"
	has "memcg: decision 1: process [0-9]+ \(still\) .*: killed by the kernel, steered by the policy"
	hasnt "decision 2"
}
