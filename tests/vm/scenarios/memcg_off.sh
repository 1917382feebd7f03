# SPDX-License-Identifier: GPL-2.0-only OR MIT
# Probes are silently off (kernel.ftrace_enabled=0): a table with hook memcg is
# refused at its chain; one that is in force already is reported, the kernel
# chooses, and when probes are back the policy decides again.
seconds=300
says() {
	for i in $(seq 60); do
		dmesg | grep -q "$1" && return
		sleep 0.5
	done
}
guest() {
	module
	rules pods <<-E
		chain pods {
			hook memcg
			policy kill
			comm "big" uid root exempt
		}
	E
	echo 0 >/proc/sys/kernel/ftrace_enabled
	oomctl load /tmp/pods.oom 2>&1 | sed 's/^/REFUSED /'
	echo "TABLES $(oomctl list | grep -c ^table)"
	echo 1 >/proc/sys/kernel/ftrace_enabled
	oomctl load /tmp/pods.oom && echo "LOADED"
	echo 0 >/proc/sys/kernel/ftrace_enabled
	says "chains of hook memcg are not asked"
	oomctl status | sed 's/^/OFF /'
	echo +memory >/sys/fs/cgroup/cgroup.subtree_control
	mkdir -p /sys/fs/cgroup/box
	echo 100M >/sys/fs/cgroup/box/memory.max
	supervise <<-E
		spawn small 0 hog --name small --mb 20 --after 300
		pid small /sys/fs/cgroup/box/cgroup.procs
		spawn big 0 hog --name big --mb 90 --rate 100 --after 700
		pid big /sys/fs/cgroup/box/cgroup.procs
		either small big 60000
		alive small
		end
	E
	echo 1 >/proc/sys/kernel/ftrace_enabled
	says "chains of hook memcg are asked again"
	oomctl status | sed 's/^/ON /'
	supervise <<-E
		spawn small2 0 hog --name small2 --mb 20 --after 300
		pid small2 /sys/fs/cgroup/box/cgroup.procs
		spawn big2 0 hog --name big --mb 90 --rate 100 --after 700
		pid big2 /sys/fs/cgroup/box/cgroup.procs
		either small2 big2 60000
		sleep 300
		alive big2
		end
	E
}
expect() {
	has "^REFUSED .*pods.oom:1:7: error: the module refuses this: hook memcg needs a probe"
	has "^TABLES 0$"
	has "^LOADED$"
	has "^OFF note .*hook memcg is off"
	hasnt "^OFF hooks.*memcg"
	has "not probed any more .*chains of hook memcg are not asked"
	died big
	has "ALIVE small$"
	has "^ON hooks.*memcg"
	hasnt "^ON note .*memcg"
	has "chains of hook memcg are asked again"
	died small2
	has "ALIVE big2"
}
