# SPDX-License-Identifier: GPL-2.0-only OR MIT
# A unit is gone when the last of it is: while a member cannot give back its
# memory yet, though the one that was chosen is gone at once, nobody else dies, by
# hook memcg or oom, with an executor or without.
seconds=180
guest() {
	module
	probe
	policy rest <<-E
		chain pods {
			hook memcg
			policy kill
			comm "big" uid root exempt
			comm "lead" kill cgroup prefer 10
		}
		chain last {
			hook oom
			policy kill
			comm "big" uid root exempt
			comm "lead" kill cgroup prefer 10
		}
	E
	cd /sys/fs/cgroup
	mkdir -p crew box
	echo +memory >cgroup.subtree_control
	echo +memory >box/cgroup.subtree_control
	mkdir box/crew box/rest
	echo 60M >box/memory.max
	supervise <<-E
		spawn lead1 0 hog --name lead --mb 4 --after 300
		pid lead1 $PWD/box/crew/cgroup.procs
		spawn kid1 0 hog --name kid --mb 20 --after 300
		pid kid1 $PWD/box/crew/cgroup.procs
		spawn other1 0 hog --name other --mb 4 --after 300
		pid other1 $PWD/box/rest/cgroup.procs
		full lead1 20000
		full kid1 20000
		full other1 20000
		pid kid1 /proc/oomt_probe lock 1000
		spawn big1 0 hog --name big --mb 45 --rate 200 --after 300
		pid big1 $PWD/box/rest/cgroup.procs
		until kid1 20000
		sleep 500
		alive other1
		alive big1
		end
	E
	crew 2
	executor
	crew 3
	stop_all
	cd /
	rmmod oomt_probe
}
crew() {	# NUMBER
	supervise <<-E
		spawn lead$1 0 hog --name lead --mb 4
		pid lead$1 $PWD/crew/cgroup.procs
		spawn kid$1 0 hog --name kid --mb 70
		pid kid$1 $PWD/crew/cgroup.procs
		spawn other$1 0 hog --name other --mb 8
		full lead$1 20000
		full kid$1 20000
		full other$1 20000
		pid kid$1 /proc/oomt_probe lock 1000
		spawn big$1 0 hog --name big --mb 255 --rate 200
		until kid$1 20000
		sleep 500
		alive other$1
		alive big$1
		end
	E
}
expect() {
	local i
	for i in 1 2 3; do
		died lead$i
		died kid$i
		# Without that it would have been gone with the other.
		apart lead$i kid$i 500
		has "ALIVE other$i"
		has "ALIVE big$i"
	done
	[ "$(count 'PROBE lets go')" = 3 ] || complain "not each was held"
	hasnt "decision 4"
	hasnt "left to the kernel"
}
