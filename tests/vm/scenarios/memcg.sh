# SPDX-License-Identifier: GPL-2.0-only OR MIT
# A cgroup hits its limit: the policy's victim dies by the kernel's hand, though
# the kernel alone would take another one; who is exempt lives; who is not in
# the cgroup is not looked at.
boots="control module"
seconds=200
guest() {
	module
	policy memcg <<-E
		chain pods {
			hook memcg
			scope cgroup "/box/**"
			policy kill
			comm "big" uid root exempt
			comm "small" kill prefer 10
		}
	E
	echo "HOOKS $(oomctl status 2>/dev/null | grep ^hooks)"
	echo +memory >/sys/fs/cgroup/cgroup.subtree_control
	mkdir -p /sys/fs/cgroup/box
	echo 100M >/sys/fs/cgroup/box/memory.max
	supervise <<-E
		spawn other 0 hog --name small --mb 30
		spawn small 0 hog --name small --mb 20 --after 300
		pid small /sys/fs/cgroup/box/cgroup.procs
		spawn big 0 hog --name big --mb 90 --rate 100 --after 700
		pid big /sys/fs/cgroup/box/cgroup.procs
		either small big 60000
		sleep 500
		alive small
		alive big
		alive other
		end
	E
	grep oom_kill /sys/fs/cgroup/box/memory.events
}
expect() {
	died big "$control"
	has "ALIVE small" "$control"
	died small
	has "ALIVE big"
	has "ALIVE other"
	has "^HOOKS hooks .* memcg"
	has "^oom_kill 1"
	has "memcg: decision 1: process [0-9]+ \(small\) .* by memcg.oom:6 .*: killed by the kernel, steered by the policy"
	hasnt "decision 2"
}
