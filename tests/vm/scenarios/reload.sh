# SPDX-License-Identifier: GPL-2.0-only OR MIT
# The tables are replaced, flushed, and the module removed and inserted again,
# all the time, while cgroups and the machine run out of memory: nothing hangs,
# no mark stays, who is exempt under every one of the policies never dies by
# them, and what is loaded at the end decides.
seconds=400
memory=224
guest() {
	local i
	cd /sys/fs/cgroup
	echo +memory >cgroup.subtree_control
	mkdir -p pod
	echo 40M >pod/memory.max
	cd /
	module
	probe
	for i in 1 2; do
		cat >/tmp/turn$i.oom <<-E
			table turns
			chain last {
				hook oom
				deadline 300ms
				policy kill prefer $i
				comm "keep" uid root exempt
				comm "a*" kill prefer $((3 * i))
			}
			chain pods {
				hook memcg
				policy kill
				comm "keep" uid root exempt
				comm "b*" kill prefer $i
			}
		E
	done
	turn loads &
	storm one
	stop_turns
	turn flushes &
	storm two
	stop_turns
	turn modules &
	storm three
	stop_turns
	[ -d /sys/module/oomtables ] || module
	oomctl load /tmp/turn1.oom
	echo "BEGIN last"
	supervise <<-E
		spawn keep 0 hog --name keep --mb 20 --after 300
		pid keep /sys/fs/cgroup/pod/cgroup.procs
		full keep 10000
		spawn best 0 hog --name best --mb 10 --after 300
		pid best /sys/fs/cgroup/pod/cgroup.procs
		full best 10000
		spawn much 0 hog --name much --mb 30 --after 300
		pid much /sys/fs/cgroup/pod/cgroup.procs
		until best 15000
		alive keep
		write /proc/oomt_probe marks
		end
	E
	rmmod oomt_probe
}
# Until /tmp/turns is gone; says how often.
turn() {
	local n=0 refused=0
	echo -1000 >/proc/self/oom_score_adj
	touch /tmp/turns
	while [ -f /tmp/turns ]; do
		n=$((n + 1))
		case $1 in
		loads)
			oomctl load /tmp/turn$((1 + n % 2)).oom || echo "FAULT load"
			;;
		flushes)
			oomctl flush || echo "FAULT flush"
			oomctl load /tmp/turn$((1 + n % 2)).oom || echo "FAULT load"
			;;
		modules)
			rmmod oomtables || refused=$((refused + 1))
			[ -d /sys/module/oomtables ] || insmod /oomtables.ko
			oomctl load /tmp/turn$((1 + n % 2)).oom || echo "FAULT load"
			;;
		esac
		sleep 0.2
	done
	echo "TURNS $1 $n refused $refused"
	touch /tmp/turned
}
stop_turns() {
	rm /tmp/turns
	until [ -f /tmp/turned ]; do sleep 0.1; done
	rm /tmp/turned
}
storm() {
	echo "BEGIN $1"
	until [ -f /tmp/turns ]; do sleep 0.1; done
	supervise <<-E
		spawn keep 0 hog --name keep --mb 20 --after 300
		full keep 10000
		$(for i in 1 2 3; do
			n=$1$i
			echo "spawn a$n 0 hog --name a$n --mb 0 --threads 2"
			echo "spawn b$n 0 hog --name b$n --mb 0 --after 200"
			echo "pid b$n /sys/fs/cgroup/pod/cgroup.procs"
			echo "until b$n 15000"
			echo "until a$n 15000"
		done)
		alive keep
		write /proc/oomt_probe marks
		end
	E
}
expect() {
	local part
	for part in one two three; do
		[ "$(count "EXIT [ab]$part[0-9] signal 9")" = 6 ] ||
			complain "only $(count "EXIT [ab]$part[0-9] signal 9") of 6 died, $part"
	done
	# While nothing is loaded the kernel chooses; it takes the larger one.
	[ "$(count 'ALIVE keep')" = 4 ] || complain "the exempt one died"
	[ "$(count 'PROBE marks 0')" = 4 ] || complain "a mark survived"
	hasnt "PROBE marks [1-9]"
	has "TURNS loads [1-9][0-9]* refused 0"
	has "TURNS flushes [1-9][0-9]* refused 0"
	has "TURNS modules [1-9]"
	[ "$(sed -n '/^BEGIN last/,$p' "$console" | grep -c 'EXIT best signal 9')" = 1 ] ||
		complain "what was loaded last does not decide"
}
