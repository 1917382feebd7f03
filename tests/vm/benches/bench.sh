# SPDX-License-Identifier: GPL-2.0-only OR MIT
# Figures for tests/vm/bench: decisions by sysrq-f, bare walks, earlyoom, in
# turns, so that what else the machine does falls on all of them.
guest() {
	module
	probe
	dmesg -n 4
	echo 0 >/proc/sys/kernel/panic_on_oops
	query events &
	crowd "$processes" 50 >/tmp/crowd &
	until grep -q CROWD /tmp/crowd; do sleep 1; done
	cat /tmp/crowd
	policy bench <<-E
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
			total > 25% kill prefer 10
			comm { "Web Content", "Isolated Web Co" } score +300
			oom_score_adj <= -900 exempt
			comm "worker-1*" cgroup "/crowd.slice/**" age > 1s score +20
			comm "worker-99" exempt
		}
	E
	for i in $(seq 25); do
		echo f >/proc/sysrq-trigger
		sleep 0.5
		echo walk 1 >/proc/oomt_probe
		if [ -x /bin/earlyoom ] && [ $((i % 5)) = 0 ]; then
			earlyoom -d --dryrun -r 0 -m 99 >/tmp/early 2>&1 &
			early=$!
			sleep 6
			kill $early
			grep "selecting victim" /tmp/early | head -5
		fi
	done
	dmesg | grep 'PROBE walk'
	killall query crowd
	sleep 3
	rmmod oomt_probe
}
