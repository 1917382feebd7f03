# SPDX-License-Identifier: GPL-2.0-only OR MIT
# In the guest: what scenarios share.

# How much slower than others this kernel is (see slowness in lib.sh).
slow=${slow:-1}
export OOMT_SLOW=$slow

# The module, unless this is the control boot.
module() {
	[ "${module:-1}" = 0 ] && return 0
	insmod /oomtables.ko ${module_options:-} && echo "GUEST module loaded"
}

# policy NAME <<text: compiles and loads it
policy() {
	[ "${module:-1}" = 0 ] && { cat >/dev/null; return 0; }
	cat >"/tmp/$1.oom"
	oomctl load "/tmp/$1.oom" && echo "GUEST loaded $1"
}

# rules NAME <<text: only writes the file, for enforce
rules() {
	cat >"/tmp/$1.oom"
}

# enforce NAME...: these files of rules(), and an executor, by the backend that
# this boot is for: what both backends must do alike is one scenario.
# $run_options: more of them for oomctl run.
enforce() {
	local name files=${run_options:-}
	for name; do files="$files --rules /tmp/$name.oom"; done
	if [ "${proc:-0}" = 1 ]; then
		oomctl run --backend proc $files >/tmp/executor.log 2>&1 &
		executor=$!
		ready
	else
		module
		for name; do oomctl load "/tmp/$name.oom" || echo "FAULT load $name"; done
		executor ${run_options:-} >/tmp/executor.log 2>&1
	fi
}

# Whether the proc backend has begun, within ten seconds (times $slow).  With -j
# it does not say so; it has made itself exempt before it looks the first time.
ready() {
	local i
	for i in $(seq $((200 * slow))); do
		grep -q '^ready' /tmp/executor.log && return 0
		[ -n "${run_options:-}" ] && sleep 0.5 &&
			grep -q -- -1000 /proc/$executor/oom_score_adj && return 0
		sleep 0.05
	done
	cat /tmp/executor.log
	echo "FAULT no executor"
	return 1
}

# The memory that is available now, in MiB: thresholds are relative to it.
available() {
	awk '/^MemAvailable:/ { print int($2 / 1024) }' /proc/meminfo
}

# The executor, in the background; waits until it is registered.
executor() {
	[ "${module:-1}" = 0 ] && return 0
	oomctl run "$@" &
	executor=$!
	registered && echo "GUEST executor $executor"
}

# handler ARGS: the one that misbehaves
handler() {
	handle "$@" &
	handler=$!
	registered && echo "GUEST handler $handler"
}

# Whether somebody has registered, within five seconds (times $slow).
registered() {
	local i
	for i in $(seq $((100 * slow))); do
		[ "$(query status handler)" != 0 ] && return 0
		sleep 0.05
	done
	echo "FAULT nobody registered"
	return 1
}

# zram SIZE: a disk on compressed memory; a kernel that has it built in needs no
# modules.
zram() {
	local name
	[ -d /sys/block/zram0 ] || for name in $(cat /modules/order); do
		insmod "/modules/$name.ko" || echo "FAULT $name"
	done
	echo "$1" >/sys/block/zram0/disksize
}

# zram_swap SIZE: swap on it
zram_swap() {
	zram "$1"
	mkswap /dev/zram0 >/dev/null && swapon /dev/zram0 && echo "GUEST swap $1"
}

# locked_ooms LOCK ROUNDS [HOG'S OPTIONS]: out of memory with LOCK held (see
# kmod/oomt_locks.c), so often; `small` is to die each time, `fill` never.
locked_ooms() {
	local lock=$1 rounds=$2 i
	shift 2
	printf '#!/bin/sh\necho $1 20000 >/proc/oomt_locks\n' >/tmp/hold
	chmod +x /tmp/hold
	supervise <<-E
		spawn fill 0 hog --name fill --mb 170
		full fill 20000
		$(for i in $(seq $rounds); do
			echo "spawn small$((i % 50)) 0 hog --name small --mb 20 $*"
			echo "full small$((i % 50)) 10000"
			echo "run /tmp/hold $lock"
			echo "until small$((i % 50)) 10000"
		done)
		alive fill
		end
	E
	echo "LOCK $lock misses $(query status misses)"
}

probe() {
	insmod /oomt_probe.ko
}

stop_all() {
	[ -z "${executor:-}" ] || { kill $executor && wait $executor; }
	executor=
	[ ! -s /tmp/executor.log ] || { cat /tmp/executor.log; rm /tmp/executor.log; }
}

# A debug kernel: what was taken before us is no loss of ours, whenever that is
# noticed.  (To have it looked for and forgotten now takes longer, and finds less.)
debug_begins() {
	mount -t debugfs debugfs /sys/kernel/debug 2>/dev/null
	debug_began=$(awk '/^jiffies:/ { print $2; exit }' /proc/timer_list)
}

# The kernel's list of what is lost: LEAK, where it is ours.
leaks() {
	awk -v began="${debug_began:-0}" '
		/^unreferenced object/ { head = $0; next }
		head != "" {
			for (i = 1; i < NF; i++)
				if ($i == "jiffies")
					ours = $(i + 1) + 0 >= began + 0
			print (ours ? "LEAK " : "GUEST not ours: ") head
			head = ""
		}
		ours { print "LEAK " $0 }' /sys/kernel/debug/kmemleak
}

# What nobody knows any more (younger than five seconds, it does not count; one
# look may be misled by a pointer on its way), and whether locks were watched to
# the end.
debug_ends() {
	local file=/sys/kernel/debug/kmemleak
	if [ -f $file ]; then
		sleep 6
		echo scan >$file
		echo scan >$file
		leaks
	fi
	awk '/debug_locks:/ { print "GUEST debug_locks", $2 }' /proc/lockdep_stats
}

# snared STEP HARM: two OOMs in a row with an executor that comes to harm at that
# step of the first (see snare.c).  Says CASE, who died, STATE and MISSES.
snared() {
	local misses state i
	mkdir -p /sys/fs/cgroup/executor
	oomctl run >/tmp/executor.log 2>&1 &
	executor=$!
	for i in $(seq $((200 * slow))); do
		[ "$(query status state)" = 1 ] && break
		sleep 0.05
	done
	echo $executor >/sys/fs/cgroup/executor/cgroup.procs
	snare $executor $1 $2 >/tmp/snare 2>&1 &
	snare=$!
	for i in $(seq $((200 * slow))); do
		grep -q ready /tmp/snare && break
		sleep 0.05
	done
	misses=$(query status misses)
	echo "CASE $1 $2"
	supervise <<-E
		spawn small1 0 hog --name small1 --mb 40
		spawn small2 0 hog --name small2 --mb 30
		spawn big 0 hog --name big --mb 310 --rate 200 --after 500
		until small1 30000
		until small2 30000
		sleep 300
		alive big
		end
	E
	state=$(query status state)
	echo "SNARED $1 $2 state $state misses $(($(query status misses) - misses))"
	cat /tmp/snare
	[ $2 != slow ] || for i in $(seq $((100 * slow))); do
		[ "$(query status state)" = 1 ] && echo "BACK $1 $2" && break
		sleep 0.1
	done
	kill -9 $snare 2>/dev/null
	kill -CONT $executor 2>/dev/null
	echo 0 >/sys/fs/cgroup/executor/cgroup.freeze
	kill -9 $executor 2>/dev/null
	wait $snare $executor
	executor=
	rm -f /tmp/executor.log
}
