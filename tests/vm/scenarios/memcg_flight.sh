# SPDX-License-Identifier: GPL-2.0-only OR MIT
# Hook memcg beside the others: a process of the cgroup that hook low has asked
# to go dies now, and nobody else; and who shares memory with a process outside
# of the cgroup, of which nobody was asked, is not taken.  What memcg decides is
# shown as any other decision is.
seconds=300
guest() {
	module
	echo +memory >/sys/fs/cgroup/cgroup.subtree_control
	mkdir -p /sys/fs/cgroup/box
	echo 60M >/sys/fs/cgroup/box/memory.max
	policy flight <<-E
		chain early {
			hook low
			when mem.available < 101%
			fallback policy
			policy exempt
			comm "graced" kill grace 1m
		}
		chain pods {
			hook memcg
			policy kill
			comm "big" uid root exempt
			comm { "other", "small" } counter kill prefer 10
		}
	E
	supervise <<-E
		spawn other 0 hog --name other --mb 5 --after 300
		pid other /sys/fs/cgroup/box/cgroup.procs
		spawn graced 0 hog --name graced --mb 15 --after 300 --ignore-term
		pid graced /sys/fs/cgroup/box/cgroup.procs
		sleep 2000
		alive graced
		spawn big 0 hog --name big --mb 50 --rate 100 --after 300
		pid big /sys/fs/cgroup/box/cgroup.procs
		until graced 60000
		sleep 500
		alive other
		alive big
		end
	E
	oomctl flush
	policy pods <<-E
		chain pods {
			hook memcg
			policy kill
			comm "big" uid root exempt
			comm "small" counter kill prefer 10
		}
	E
	cat >/tmp/part <<-'E'
		#!/bin/sh
		for pid in $(pidof twin); do
			echo $pid >/sys/fs/cgroup/cgroup.procs
			echo "PART $pid"
		done
	E
	chmod +x /tmp/part
	mkdir /tmp/records
	executor --record-dir /tmp/records
	oomctl monitor >/tmp/monitor 2>&1 &
	supervise <<-E
		spawn small 0 hog --name small --share twin --mb 5 --after 700
		pid small /sys/fs/cgroup/box/cgroup.procs
		spawn plain 0 hog --name plain --mb 15 --after 300
		pid plain /sys/fs/cgroup/box/cgroup.procs
		sleep 1000
		run /tmp/part
		spawn big2 0 hog --name big --mb 50 --rate 100 --after 300
		pid big2 /sys/fs/cgroup/box/cgroup.procs
		until plain 60000
		sleep 500
		alive small
		alive big2
		end
	E
	kill $!
	oomctl why last --record-dir /tmp/records 2>&1 | sed 's/^/WHY /'
	sed 's/^/RECORD /' /tmp/records/*-2.record | grep -vE 'RECORD [A-Za-z0-9+/=]{60}'
	stop_all
	sed 's/^/MONITOR /' /tmp/monitor
	oomctl status | sed 's/^/STATUS /'
	oomctl status -j | tr -d '\n' | sed 's/^/JSON /'
	echo
	oomctl stats | sed 's/^/STATS /'
}
expect() {
	local name
	for name in graced plain; do
		died $name
	done
	for name in other big small big2; do
		has "ALIVE $name$"
	done
	has "^PART [0-9]"
	has "low: decision 1: process [0-9]+ \(graced\) .*: killed by the module's signal"
	has "memcg: decision 2: process [0-9]+ \(plain\) .* by pods.oom:3 .*: killed by the kernel, steered by the policy"
	hasnt "decision 3"
	has "^MONITOR .*decision 2: hook memcg, pods/pods, pid [0-9]+ \(plain\) by pods.oom:3.*/box has hit its limit"
}
