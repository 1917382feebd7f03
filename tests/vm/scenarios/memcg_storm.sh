# SPDX-License-Identifier: GPL-2.0-only OR MIT
# Fifty OOMs of cgroups in a row, of processes that fork, thread and vfork, some
# of them in two cgroups at the same time: no hang, no mark survives, the exempt
# one never dies, and nobody but the policy chooses.
seconds=300
guest() {
	module
	probe
	policy pods <<-E
		chain pods {
			hook memcg
			scope cgroup { "/one/**", "/two/**" }
			policy kill
			comm "keep" uid root exempt
		}
	E
	echo +memory >/sys/fs/cgroup/cgroup.subtree_control
	mkdir -p /sys/fs/cgroup/one /sys/fs/cgroup/two
	echo 60M >/sys/fs/cgroup/one/memory.max
	echo 40M >/sys/fs/cgroup/two/memory.max
	for part in 1 2 3 4 5; do
		storm_lines $part
	done
	grep 'oom_kill ' /sys/fs/cgroup/one/memory.events /sys/fs/cgroup/two/memory.events
	rmmod oomtables
	module
	rmmod oomt_probe
}
storm_lines() {
	local i
	supervise <<-E
		spawn keep 0 hog --name keep --mb 30 --after 300
		pid keep /sys/fs/cgroup/one/cgroup.procs
		full keep 10000
		$(for i in 1 2 3 4 5; do
			n=$1$i
			echo "spawn a$n 0 hog --name a$n --mb 0 --fork --rate 100 --after 200"
			echo "pid a$n /sys/fs/cgroup/one/cgroup.procs"
			echo "spawn b$n 0 hog --name b$n --mb 0 --threads 4 --after 200"
			echo "pid b$n /sys/fs/cgroup/two/cgroup.procs"
			echo "spawn v$n 0 hog --name v$n --mb 5 --vfork --after 200"
			echo "pid v$n /sys/fs/cgroup/one/cgroup.procs"
			echo "until b$n 15000"
			echo "until a$n 15000"
			echo "signal v$n 9"
		done)
		alive keep
		write /proc/oomt_probe marks
		end
	E
}
expect() {
	local decided
	[ "$(count 'ALIVE keep')" = 5 ] || complain "the exempt one died"
	[ "$(count 'PROBE marks 0')" = 5 ] || complain "a mark survived"
	hasnt "PROBE marks [1-9]"
	[ "$(count 'EXIT [ab][0-9]+ signal 9')" = 50 ] || complain "only $(count 'EXIT [ab][0-9]+ signal 9') of 50 died"
	decided=$(count 'memcg: decision [0-9]+: .* by pods.oom:4')
	[ "$decided" -ge 50 ] || complain "only $decided decisions"
	hasnt "Killed process [0-9]+ \(keep\)"
	hasnt "left to the kernel"
}
