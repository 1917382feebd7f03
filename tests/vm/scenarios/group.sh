# SPDX-License-Identifier: GPL-2.0-only OR MIT
# memory.oom.group: the kernel's killer would take the whole group of its
# victim, exempt members included.  The policy's victim dies alone.
guest() {
	module
	policy group <<-E
		chain last {
			hook oom
			policy kill
			comm { "big", "saint" } uid root exempt
			comm "small*" kill prefer 10
		}
	E
	echo +memory >/sys/fs/cgroup/cgroup.subtree_control
	mkdir -p /sys/fs/cgroup/pod
	echo 1 >/sys/fs/cgroup/pod/memory.oom.group
	supervise <<-E
		spawn saint 0 hog --name saint --mb 10 --after 300
		pid saint /sys/fs/cgroup/pod/cgroup.procs
		spawn small 0 hog --name small --mb 60 --after 300
		pid small /sys/fs/cgroup/pod/cgroup.procs
		spawn big 0 hog --name big --mb 260 --rate 200 --after 800
		until small 20000
		sleep 800
		alive saint
		alive big
		end
	E
	supervise <<-E
		spawn saint2 0 hog --name saint --mb 10 --after 300
		pid saint2 /sys/fs/cgroup/pod/cgroup.procs
		spawn small2 0 hog --name small2 --mb 60 --after 300
		pid small2 /sys/fs/cgroup/pod/cgroup.procs
		sleep 1500
		write /proc/sysrq-trigger f
		until small2 5000
		sleep 500
		alive saint2
		end
	E
}
expect() {
	died small
	died small2
	has "ALIVE saint"
	has "ALIVE saint2"
	has "ALIVE big"
	hasnt "Tasks in .* are going to be killed"
	[ "$(count 'decision [0-9]+: .*by the module.s signal')" = 2 ] || complain "not by signal"
}
