# SPDX-License-Identifier: GPL-2.0-only OR MIT
# 10,000 processes in 5,000 cgroups, 1,000 rules, and real OOMs of the machine
# and of a cgroup: the policy's victims are two of them, neither the largest nor
# the youngest; all are seen, and to decide takes less than a tenth of the
# chain's deadline.
memory=2560
seconds=600
guest() {
	module
	large_policy | policy large
	mkdir -p /sys/fs/cgroup/crowd.slice
	# A small kernel, or one whose processes are large, would allow fewer.
	echo 32768 >/proc/sys/kernel/pid_max
	echo 20000 >/proc/sys/kernel/threads-max
	crowd 10000 5000 >/tmp/crowd &
	until grep -q CROWD /tmp/crowd; do sleep 1; done
	cat /tmp/crowd
	executor
	until oomctl status | grep -E 'room for [0-9]{5} '; do sleep 2; done
	oomctl status | grep room
	ls /sys/fs/cgroup/crowd.slice | grep -c app
	query events &
	supervise <<-E
		spawn chosen 0 hog --name chosen --mb 60
		full chosen 60000
		write /proc/sysrq-trigger f
		until chosen 20000
		spawn chosen2 0 hog --name chosen --mb 60
		full chosen2 60000
		spawn big 0 hog --name big --mb 0
		until chosen2 100000
		sleep 1500
		alive big
		end
	E
	echo "FREE $(available)"
	killall query crowd
	stop_all
}
# The rules that speak of who is here stand behind 1,000 that do not.
large_policy() {
	cat <<-E
		chain protect {
			hook guard
			comm { "init", "sh", "query", "crowd" } uid root exempt
		}
		chain last {
			hook oom
			deadline 10s
			policy kill
	E
	seq 1000 | awk '{
		if ($1 % 4 == 0) print "comm \"app-" $1 "\" uid 1000 score +10"
		if ($1 % 4 == 1) print "cgroup \"/elsewhere/" $1 "/**\" rss > " $1 "M kill prefer 1"
		if ($1 % 4 == 2) print "uid " 20000 + $1 " total > 1M exempt"
		if ($1 % 4 == 3) print "cgroup \"/crowd.slice/app-" $1 ".scope\" rss > 1G exempt"
	}'
	cat <<-E
			comm "big" uid root exempt
			comm "chosen" kill prefer 3
			comm "worker-*" score -900
		}
	E
}
expect() {
	local worst
	died chosen
	died chosen2
	has "ALIVE big"
	has "CROWD 10000"
	has "^5000$"
	has "DECISION oom tasks 100[0-9]{2} .* victim chosen flags"
	hasnt "DECISION oom .* flags [1357]$"
	worst=$(sed -nE 's/^DECISION oom .*facts_ns ([0-9]+) decide_ns ([0-9]+) .*/\1 \2/p' "$console" |
		awk '{ if ($1 + $2 > most) most = $1 + $2 } END { print int(most / 1000000) }')
	echo "# large: ${worst:-?} ms to decide among 10,000, emulated"
	[ "${worst:-99999}" -le 1000 ] || complain "it took $worst ms to decide"
}
