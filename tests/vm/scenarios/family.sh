# SPDX-License-Identifier: GPL-2.0-only OR MIT
# A grace for units, by both backends alike: all members hear the first signal;
# who goes by it has gone, the others die when the grace is over, and whom they
# have forked meanwhile with them.  A unit with an exempt member is broken up.
# Then by the module alone.
boots="module proc"
memory=512
seconds=180

crew() {	# NUMBER
	cat <<-E
		spawn lead$1 0 hog --name lead --mb 40
		pid lead$1 /sys/fs/cgroup/pod/cgroup.procs
		spawn meek$1 0 hog --name meek --mb 5
		pid meek$1 /sys/fs/cgroup/pod/cgroup.procs
		spawn deaf$1 0 hog --name deaf --mb 5 --ignore-term
		pid deaf$1 /sys/fs/cgroup/pod/cgroup.procs
		spawn big$1 0 hog --name big --mb 90 --after 2500
		until deaf$1 30000
		sleep 500
		alive big$1
		end
	E
}
guest() {
	local line
	line=$(($(available) - 90))
	mkdir -p /sys/fs/cgroup/pod /sys/fs/cgroup/mixed
	cat >/tmp/parent.sh <<-E
		#!/bin/sh
		trap '' 34	# a hog that is full says so to its parent
		trap 'hog --name young --mb 3 & hog --name keeper --mb 3 &' TERM
		while :; do hog --name idle --mb 1 & wait; done
	E
	chmod +x /tmp/parent.sh
	rules family <<-E
		chain early {
			hook low
			when mem.available < ${line}M
			fallback policy
			policy exempt
			comm { "saint", "keeper" } uid root exempt
			comm "lead" kill cgroup grace 2s prefer 9
			comm "sinner" kill cgroup grace 2s prefer 8
			comm "parent.sh" kill tree grace 2s prefer 7
		}
	E
	enforce family
	crew 1 | supervise
	supervise <<-E
		spawn sinner 0 hog --name sinner --mb 20
		pid sinner /sys/fs/cgroup/mixed/cgroup.procs
		spawn saint 0 hog --name saint --mb 10
		pid saint /sys/fs/cgroup/mixed/cgroup.procs
		spawn parent 0 /tmp/parent.sh
		spawn big 0 hog --name big --mb 90 --after 1500
		until sinner 30000
		until parent 30000
		sleep 500
		alive saint
		alive big
		end
	E
	echo "YOUNG $(cat /proc/[0-9]*/comm | grep -c young) $(cat /proc/[0-9]*/comm | grep -c keeper)"
	stop_all
	[ "${proc:-0}" = 1 ] && return
	echo "GUEST without an executor"
	crew 2 | supervise
}
expect() {
	each judge
	has "EXIT lead2 signal 15"
	has "EXIT meek2 signal 15"
	died deaf2
	apart meek2 deaf2 1000
	lives big2
}
judge() {
	has "EXIT lead1 signal 15"
	has "EXIT meek1 signal 15"
	died deaf1
	apart meek1 deaf1 1000 4000
	has "ALIVE big1"
	has "EXIT sinner signal 15"
	has "ALIVE saint"
	died parent
	has "^YOUNG 0 1"
	has "ALIVE big$"
	hasnt "invoked oom-killer"
}
