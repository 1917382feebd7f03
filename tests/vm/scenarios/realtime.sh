# SPDX-License-Identifier: GPL-2.0-only OR MIT
# Who runs out of memory runs in real time, on the only processor, and tries again
# and again: the victim comes to run, and dies in time, by each hand that takes
# it.
guest() {
	module
	echo +memory >/sys/fs/cgroup/cgroup.subtree_control
	mkdir -p /sys/fs/cgroup/box
	echo 60M >/sys/fs/cgroup/box/memory.max
	policy realtime <<-E
		chain last {
			hook oom
			policy kill
			comm "urgent" uid root exempt
		}
		chain pods {
			hook memcg
			policy kill
			comm "urgent" uid root exempt
		}
	E
	beside steered urgent 100 $(($(available) - 50)) 200
	beside boxed urgent2 30 50 100 /sys/fs/cgroup/box/cgroup.procs
	executor
	beside handed urgent3 100 $(($(available) - 50)) 200
	stop_all
}
# One that lies there, and one in real time for whom it must go; both in a cgroup.
beside() {	# VICTIM URGENT MB URGENT-MB RATE [PROCS]
	supervise <<-E
		spawn $1 0 hog --name $1 --mb $3
		${6:+pid $1 $6}
		full $1 20000
		spawn $2 0 hog --name urgent --mb $4 --rate $5 --after 300 --fifo 50
		${6:+pid $2 $6}
		until $1 20000
		sleep 500
		alive $2
		end
	E
}
# A debug kernel gives memory back too slowly for any bound, and reports are all that
# it is asked for.
expect() {
	local name ms
	for name in steered boxed handed; do
		died $name
	done
	for name in urgent urgent2 urgent3; do
		has "ALIVE $name$"
	done
	hasnt "decision 4"
	case $kernel in
	*/debug-*) return ;;
	esac
	hasnt "RT throttling activated"
	for name in steered boxed handed; do
		ms=$(sed -nE "s/.*decision [0-9]+: .*\\($name\\).*, ([0-9]+) ms.*/\\1/p" "$console")
		[ -n "$ms" ] && [ "$ms" -lt 500 ] || complain "$name took ${ms:-?} ms"
		echo "# $name: $ms ms"
	done
}
