# SPDX-License-Identifier: GPL-2.0-only OR MIT
# In the guest: at least $rounds kills by the kernel's OOM killer, each steered by a
# mark, because there is no executor.  Of cgroups, of the machine and by sysrq,
# among processes that fork, thread, vfork and are killed at random meanwhile.
# After each batch: how many the kernel has killed, and who bears a mark.
guest() {
	local batch=0 kills=0 i
	echo -1000 >/proc/self/oom_score_adj
	module
	probe
	echo 4 >/proc/sys/kernel/printk
	echo +memory >/sys/fs/cgroup/cgroup.subtree_control
	mkdir /sys/fs/cgroup/box
	echo 8M >/sys/fs/cgroup/box/memory.max
	policy marks <<-E
		chain last {
			hook oom
			policy exempt
			comm { "a*", "b*", "g*" } kill
		}
		chain box {
			hook memcg
			policy exempt
			comm "a*" kill prefer 10
			comm "b*" kill
		}
	E
	before=$(oom_kills)
	while [ $kills -lt ${rounds:-1000} ] && [ $batch -lt $((${rounds:-1000} / 2 + 20)) ]; do
		batch=$((batch + 1))
		dmesg -c >/dev/null
		lines $batch | supervise >/tmp/supervised
		kills=$(($(oom_kills) - before))
		steered=$((${steered:-0} + $(dmesg | grep -c "steered by the policy")))
		echo "MARKS batch $batch kills $kills steered $steered $(dmesg | grep -o 'PROBE marks.*')"
	done
	# And would it be seen?
	sleep 1000 &
	echo "mark $!" >/proc/oomt_probe
	dmesg -c >/dev/null
	echo marks >/proc/oomt_probe
	echo "MARKS control $(dmesg | grep -o 'PROBE marks.*')"
	kill $!
	rmmod oomt_probe
}
oom_kills() {
	sed -n 's/^oom_kill //p' /proc/vmstat
}
lines() {
	local i how
	for i in $(seq 12); do
		case $((RANDOM % 4)) in
		0) how=--fork ;;
		1) how='--threads 4' ;;
		2) how=--vfork ;;
		3) how=--shmem ;;
		esac
		echo "spawn a$i 0 hog --name a$i --mb 0 --after 20 $how"
		echo "pid a$i /sys/fs/cgroup/box/cgroup.procs"
		echo "spawn b$i 0 hog --name b$i --mb 4"
		echo "sleep $((RANDOM % 150))"
		[ $((RANDOM % 3)) != 0 ] || echo "signal a$i 9"
		[ $((RANDOM % 4)) != 0 ] || echo "write /proc/sysrq-trigger f"
		echo "until a$i 1000"
		[ $((RANDOM % 2)) != 0 ] || echo "signal b$i 9"
	done
	[ $(($1 % 4)) != 0 ] || echo "spawn g 0 hog --name g --mb 0
		until g 5000"
	echo "write /proc/oomt_probe marks"
	echo end
}
