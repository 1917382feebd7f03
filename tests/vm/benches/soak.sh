# SPDX-License-Identifier: GPL-2.0-only OR MIT
# In the guest: the rounds of a soak, $first to $first + $rounds - 1 of $seed;
# soak_plan tells what they are.  For tests/vm/soak.
guest() {
	local round=$first last=$((first + rounds)) policy=none
	echo 1 >/proc/sys/vm/oom_dump_tasks
	echo -1000 >/proc/self/oom_score_adj	# so are all but the processes of a round
	module
	probe
	places
	boxed
	while [ $round -lt $last ]; do
		# shellcheck disable=SC2046
		set -- $(soak_plan $seed round $round)
		[ "$1" = "$policy" ] || { leave; enter "$@"; policy=$1; }
		[ "$2" != stuck ] || handler --no-read >/dev/null
		echo "SOAK round $round policy $*"
		echo "SOAK round $round" >/dev/kmsg
		soak_plan $seed script $round | supervise
		echo "SOAK over $round"
		clear_out
		[ "$2" != stuck ] || { kill -9 $handler; wait $handler; }
		round=$((round + 1))
	done
	leave
	kill $witness
	rmmod oomt_probe
	echo "SOAK done"
}
places() {
	local place
	cd /sys/fs/cgroup
	for place in . soak soak/b soak/pod; do
		mkdir -p $place
		echo +memory >$place/cgroup.subtree_control
	done
	mkdir soak/a soak/b/c soak/b/d soak/pod/in soak/pod/out
	echo 40M >soak/pod/memory.max
	echo 4M >soak/pod/memory.swap.max
	cd /
}
boxed() {
	witness &
	witness=$!
	sleep 1
}
enter() {
	soak_plan $seed policy $round >/tmp/soak.oom
	oomctl load /tmp/soak.oom || echo "FAULT policy $1"
	[ "$4" != swap ] || zram_swap 16M
	[ "$2" != executor ] || executor --record-max=none >/dev/null
}
leave() {
	stop_all
	[ ! -s /sys/block/zram0/disksize ] || swapoff -a
	[ ! -e /sys/block/zram0/reset ] || echo 1 >/sys/block/zram0/reset
}
# Whoever is left, orphans too; no mark may stay.
clear_out() {
	echo 1 >/sys/fs/cgroup/soak/cgroup.kill
	killall -9 alpha beta gamma delta epsilon zeta 2>/dev/null
	while grep -q 'populated 1' /sys/fs/cgroup/soak/cgroup.events; do
		sleep 0.05
	done
	echo marks >/proc/oomt_probe
}
