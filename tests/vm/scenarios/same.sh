# SPDX-License-Identifier: GPL-2.0-only OR MIT
# Kernel and user space decide the same for the same picture of the guest: the
# module's picture goes through `oomctl eval`, verdict by verdict, rank by rank.
guest() {
	module
	policy same <<-E
		set calm {
			type comm
			elements = { "hog?", "init", "busybox" }
		}
		chain protect {
			hook guard
			comm @calm rss < 10M exempt
			cgroup "/saved/**" exempt
			uid 1000 score +20
		}
		chain early {
			hook low
			when mem.available < 101%
			order by rss
			policy kill
			age < 1s exempt
			oom_score_adj { 1-50, 100-200 } kill prefer 3
			jump more
			total > 10% score -50
		}
		chain more {
			comm "h[a-c]*" rss > 1% kill prefer -2
			comm "slow*" return
			uid 1000-2000 exempt
		}
		chain last {
			hook oom
			policy exempt
			rss > 8M swap < 1 kill
			pid > 90 cgroup "/**" score +5 jump more
		}
	E
	mkdir /sys/fs/cgroup/saved /sys/fs/cgroup/saved/deep
	supervise <<-E
		spawn ha 0 hog --name ha --mb 20
		spawn hb 150 hog --name hb --mb 20
		spawn hc 0 hog --name hc --mb 8 --uid 1000
		spawn slow1 0 hog --name slow1 --mb 12 --uid 1500
		spawn deep 0 hog --name deep --mb 30
		spawn hog1 0 hog --name hog1 --mb 30
		spawn hog2 -1000 hog --name hog2 --mb 40
		spawn hog3 0 hog --name hog3 --mb 9 --vfork
		spawn hog4 0 hog --name hog4 --mb 9 --share hx
		pid deep /sys/fs/cgroup/saved/deep/cgroup.procs
		sleep 1500
		run query tasks low /tmp/low
		run query tasks oom /tmp/oom
		end
	E
	for hook in low oom; do
		oomctl eval --rules /tmp/same.oom --snapshot /tmp/$hook.snap --hook $hook -j >/tmp/$hook.json
		echo "JSON $hook $(tr -d '\n' </tmp/$hook.json)"
		sed "s/^/VERDICT $hook /" /tmp/$hook.verdicts
		sed "s/^/SNAP $hook /" /tmp/$hook.snap
	done
}
expect() {
	same_decisions low
	same_decisions oom
}
