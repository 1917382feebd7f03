# SPDX-License-Identifier: GPL-2.0-only OR MIT
# Figures for tests/vm/bench race: from when memory and swap are used up by 90%
# to when somebody's memory is back: each of those who look after it, in turns,
# so that what else the machine does falls on all of them.  The line is
# systemd-oomd's and earlyoom's own default.
guest() {
	local left=$rounds some who oomd
	dmesg -n 4
	zram_swap 100M
	echo +memory >/sys/fs/cgroup/cgroup.subtree_control
	echo +memory >/sys/fs/cgroup/work.slice/cgroup.subtree_control
	mkdir /sys/fs/cgroup/work.slice/resting /sys/fs/cgroup/work.slice/growing
	oomd=$(pidof systemd-oomd)
	kill -STOP $oomd
	module
	while [ $left -gt 0 ]; do
		some=$((left < 5 ? left : 5))
		for who in module proc earlyoom systemd-oomd kernel; do
			began $who
			race $who $some 10
			ended $who
		done
		left=$((left - some))
	done
	kill -CONT $oomd
}
began() {
	case $1 in
	module)
		race_policy | policy race >/dev/null
		executor >/dev/null
		;;
	proc)
		race_policy >/tmp/race.oom
		oomctl run --backend proc --rules /tmp/race.oom >/tmp/executor.log 2>&1 &
		executor=$!
		ready
		;;
	earlyoom)
		earlyoom -r 0 >/dev/null 2>&1 &
		early=$!
		;;
	systemd-oomd) kill -CONT $oomd ;;
	esac
	sleep 2
}
ended() {
	case $1 in
	module | proc)
		stop_all >/dev/null
		[ $1 = proc ] || oomctl flush
		;;
	earlyoom) kill $early; wait $early ;;
	systemd-oomd) kill -STOP $oomd ;;
	esac
}
race_policy() {
	cat <<-E
		chain early {
			hook low
			when mem.available < 10% and swap.free < 10%
			until mem.available > 12% or swap.free > 12%
			policy kill
		}
	E
}
