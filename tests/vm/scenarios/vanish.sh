# SPDX-License-Identifier: GPL-2.0-only OR MIT
# Between the policy's choice and the kernel's look the world changes: the
# marked victim is gone, a dying current has given its memory back, a victim
# that was signalled is gone.  The kernel must never take one of its own
# choice: `keep` and `large` are exempt, and larger than anybody.
seconds=300
guest() {
	module
	probe
	policy vanish <<-E
		chain last {
			hook oom
			deadline 10s
			policy exempt
			comm "small*" kill
		}
	E
	echo +memory >/sys/fs/cgroup/cgroup.subtree_control
	mkdir -p /sys/fs/cgroup/pod
	echo 1 >/sys/fs/cgroup/pod/memory.oom.group
	supervise <<-E
		spawn keep 0 hog --name keep --mb 60
		spawn small1 0 hog --name small1 --mb 20
		sleep 2000
		write /proc/oomt_probe reap
		write /proc/sysrq-trigger f
		until small1 20000
		sleep 500
		alive keep
		spawn small3 0 hog --name small3 --mb 40
		sleep 2000
		write /proc/oomt_probe reap
		spawn large1 0 hog --name large1 --mb $(($(available) - 80)) --rate 200
		until small3 60000
		sleep 500
		alive keep
		alive large1
		signal large1 9
		until large1 5000
		spawn small4 0 hog --name small4 --mb 40
		pid small4 /sys/fs/cgroup/pod/cgroup.procs
		spawn saint 0 hog --name saint --mb 10
		pid saint /sys/fs/cgroup/pod/cgroup.procs
		sleep 3000
		write /proc/oomt_probe pause
		write /proc/sysrq-trigger f
		until small4 20000
		sleep 2000
		alive keep
		alive saint
		end
	E
	handler --no-read
	supervise <<-E
		spawn keep 0 hog --name keep --mb 60
		spawn small5 0 hog --name small5 --mb 20
		write /proc/oomt_probe drain
		spawn much 0 hog --name much --mb $(($(available) - 130))
		full much 40000
		spawn large2 0 hog --name large2 --mb 0
		sleep 9000
		signal large2 9
		until large2 20000
		sleep 500
		alive keep
		alive much
		end
	E
	kill -9 $handler
	wait $handler
	rmmod oomt_probe
}
expect() {
	local name
	for name in small1 small3 small4 large2; do
		died $name
	done
	[ "$(count 'PROBE reaped [0-9]+$')" = 2 ] || complain "not reaped twice"
	has "PROBE paused"
	has "PROBE drained"
	[ "$(count 'ALIVE keep')" = 4 ] || complain "keep died"
	has "ALIVE saint"
	has "ALIVE much"
	has "ALIVE large1"
	[ "$(count 'the victim was gone already')" = 2 ] || complain "not gone twice"
	hasnt "Killed process [0-9]+ \((keep|much|saint|large)"
	hasnt "Tasks in .* are going to be killed"
}
