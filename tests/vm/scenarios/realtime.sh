# SPDX-License-Identifier: GPL-2.0-only OR MIT
# Who runs out of memory runs in real time, on the only processor, and tries again
# and again: the victim comes to run, and dies in time, by each hand that takes
# it.
guest() {
	local big
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
	big=$(($(available) - 50))
	supervise <<-E
		spawn steered 0 hog --name steered --mb 100
		full steered 20000
		spawn urgent 0 hog --name urgent --mb $big --rate 200 --after 300 --fifo 50
		until steered 20000
		sleep 500
		alive urgent
		end
	E
	supervise <<-E
		spawn boxed 0 hog --name boxed --mb 30
		pid boxed /sys/fs/cgroup/box/cgroup.procs
		full boxed 20000
		spawn urgent2 0 hog --name urgent --mb 50 --rate 100 --after 300 --fifo 50
		pid urgent2 /sys/fs/cgroup/box/cgroup.procs
		until boxed 20000
		sleep 500
		alive urgent2
		end
	E
	executor
	big=$(($(available) - 50))
	supervise <<-E
		spawn handed 0 hog --name handed --mb 100
		full handed 20000
		spawn urgent3 0 hog --name urgent --mb $big --rate 200 --after 300 --fifo 50
		until handed 20000
		sleep 500
		alive urgent3
		end
	E
	stop_all
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
