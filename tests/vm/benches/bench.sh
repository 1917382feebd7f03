# SPDX-License-Identifier: GPL-2.0-only OR MIT
# Figures for tests/vm/bench: decisions by sysrq-f, bare walks, earlyoom, in
# turns, so that what else the machine does falls on all of them.
guest() {
	probe
	dmesg -n 4
	echo 0 >/proc/sys/kernel/panic_on_oops
	crowd "$processes" 50 >/tmp/crowd &
	until grep -q CROWD /tmp/crowd; do sleep 1; done
	cat /tmp/crowd
	held
	query events &
	resident
	bench_policy 0 | policy bench
	echo "POLICY 12 rules"
	rounds early
	bench_policy 1000 | policy bench
	echo "POLICY 1012 rules"
	rounds
	dmesg | grep 'PROBE walk'
	killall query crowd
	sleep 3
	rmmod oomt_probe
}
# What the module keeps for so many processes, with the larger policy.
held() {
	local before
	before=$(free_kb)
	module
	bench_policy 1000 | policy bench
	echo "HELD module $((before - $(free_kb))) kB, for $processes processes and 1012 rules"
}
# Free memory, when all has been given back that can be, and room been made.
free_kb() {
	sleep 5
	echo 3 >/proc/sys/vm/drop_caches
	awk '/^MemFree:/ { print $2 }' /proc/meminfo
}
# Resident and locked memory of the executors, each as it waits.
resident() {
	local pid
	executor
	sleep 2
	grep -E '^Vm(RSS|Lck):' /proc/$executor/status | sed "s/^/RESIDENT oomctl /"
	stop_all
	[ -x /bin/earlyoom ] || return 0
	earlyoom -r 0 >/dev/null 2>&1 &
	pid=$!
	# It has begun when it has locked itself.
	until grep -q '^VmLck:.*[1-9]' /proc/$pid/status; do sleep 0.5; done
	grep -E '^Vm(RSS|Lck):' /proc/$pid/status | sed "s/^/RESIDENT earlyoom /"
	kill $pid
}
# bench_policy N: the policy of all figures, behind N rules that match nobody
# here and have to be looked at for everybody
bench_policy() {
	cat <<-E
		set calm {
			type comm
			elements = { "init", "sh", "busybox", "query", "crowd", "earlyoom", "systemd*", "sshd" }
		}
		chain protect {
			hook guard
			comm @calm uid root exempt
			cgroup { "/system.slice/**", "/user.slice/**/session.slice/**" } exempt
			uid root cgroup "/system.slice/**" rss < 512M exempt
		}
		chain last {
			hook oom
			order by total
			policy kill
	E
	seq "$1" | awk '{
		if ($1 % 4 == 0) print "comm \"app-" $1 "\" uid 1000 score +10"
		if ($1 % 4 == 1) print "cgroup \"/system.slice/svc-" $1 ".service/**\" exempt"
		if ($1 % 4 == 2) print "comm \"w" $1 "-*\" total > " $1 "M kill prefer 1"
		if ($1 % 4 == 3) print "oom_score_adj > " $1 % 1000 " comm \"*x" $1 "\" score -5"
	}'
	cat <<-E
			total > 25% kill prefer 10
			comm { "Web Content", "Isolated Web Co" } score +300
			oom_score_adj <= -900 exempt
			comm "worker-1*" cgroup "/crowd.slice/**" age > 1s score +20
			comm "worker-99" exempt
		}
	E
}
rounds() {	# [early]: beside earlyoom
	for i in $(seq 25); do
		echo f >/proc/sysrq-trigger
		sleep 0.5
		echo walk 1 >/proc/oomt_probe
		if [ -x /bin/earlyoom ] && [ "${1:-}" = early ] && [ $((i % 5)) = 0 ]; then
			earlyoom -d --dryrun -r 0 -m 99 >/tmp/early 2>&1 &
			early=$!
			sleep 6
			kill $early
			grep "selecting victim" /tmp/early | head -5
		fi
	done
}
