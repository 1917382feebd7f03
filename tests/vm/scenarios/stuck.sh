# SPDX-License-Identifier: GPL-2.0-only OR MIT
# A victim in uninterruptible sleep, in every hook: two seconds after its SIGKILL
# it is passed over, that is recorded, and the next one dies; not before, not
# much later, and nobody but the next.
seconds=300
memory=512
guest() {
	module
	probe
	executor
	policy stuck <<-E
		chain early {
			hook low
			when mem.available < $(($(available) - 275))M
			policy exempt
			comm "lowstuck" kill prefer 3
			comm "lownext" kill prefer 2
			comm "lowlast" kill
		}
		chain last {
			hook oom
			policy exempt
			comm "oomstuck" kill prefer 3
			comm "oomnext" kill prefer 2
			comm "oomlast" kill
		}
		chain pods {
			hook memcg
			policy exempt
			comm "podstuck" kill prefer 3
			comm "podnext" kill prefer 2
			comm "podlast" kill
		}
	E
	part low
	part oom
	echo +memory >/sys/fs/cgroup/cgroup.subtree_control
	mkdir -p /sys/fs/cgroup/pod
	echo 105M >/sys/fs/cgroup/pod/memory.max
	part pod
	stop_all
	rmmod oomt_probe
}
# Who fills takes as much as there is without the first victim's, and stops: of the
# machine's memory 50 MB more than is called available at first (newer kernels come
# to their end only above it), and 30 less without one of three.  Hook low's line is
# half-way through what it takes.
fill() {
	if [ "$1" = low ]; then
		echo "spawn biglow 0 hog --name big --mb 70 --rate 100"
	elif [ "$1" = oom ]; then
		echo "spawn bigoom 0 hog --name big --mb $(($(available) - 190))"
	else
		echo "spawn bigpod 0 hog --name big --mb 20 --after 300"
		echo "pid bigpod /sys/fs/cgroup/pod/cgroup.procs"
	fi
}
members() {
	local name mb
	case $1 in
	low | oom) mb=80 ;;
	pod) mb=30 ;;
	esac
	for name in stuck next last; do
		echo "spawn $1$name 0 hog --name $1$name --mb $mb --after 300"
		[ "$1" != pod ] || echo "pid $1$name /sys/fs/cgroup/pod/cgroup.procs"
		echo "full $1$name 20000"
	done
}
part() {
	supervise <<-E
		$(members $1)
		pid $1stuck /proc/oomt_probe lock 8000
		sleep 200
		$(fill $1)
		until $1next 10000
		sleep 2000
		alive $1last
		alive big$1
		until $1stuck 20000
		end
	E
}
# The kernel's clock and the supervisor's are the same.
passed_over() {	# PART
	local line took at next
	line=$(grep -E "decision [0-9]+: process [0-9]+ \($1stuck\) .*did not go in time" "$console" | head -1)
	[ -n "$line" ] || { complain "$1: nothing says that it was stuck"; return; }
	took=$(echo "$line" | sed -nE 's/.*did not go in time, ([0-9]+) ms.*/\1/p')
	at=$(echo "$line" | sed -nE 's/^\[ *([0-9]+)\.([0-9]{3}).*/\1\2/p')
	next=$(exit_ms "$1next")
	[ "${took:-0}" -ge 2000 ] || complain "$1: passed over after ${took:-?} ms"
	[ -n "$next" ] && [ "$next" -ge $((at - took + 1950)) ] ||
		complain "$1: the next one died at ${next:-?} ms, the first was killed at $((at - took)) ms"
	[ -n "$next" ] && [ "$next" -le $((at - took + 7000)) ] ||
		complain "$1: the next one died only at ${next:-?} ms"
}
expect() {
	local p
	for p in low oom pod; do
		died ${p}next
		died ${p}stuck
		has "ALIVE ${p}last"
		has "ALIVE big$p"
		before "^EXIT ${p}next signal 9" "^EXIT ${p}stuck signal 9"
		passed_over $p
	done
	[ "$(count 'PROBE lets go of pid')" = 3 ] || complain "not held three times"
}
