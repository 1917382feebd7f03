# SPDX-License-Identifier: GPL-2.0-only OR MIT
# A low chain with a condition about a cgroup acts before the cgroup is at its
# limit, with both backends: a cgroup named by its path, each of a scope, also
# one that is made later; by its memory.current, by memory.anon, which the module
# has to be told, and by its own pressure.  The witness is memory.events: nothing there ever
# ran out of memory.
boots='module proc'
seconds=200
guest() {
	local dir=/sys/fs/cgroup
	echo +memory >$dir/cgroup.subtree_control
	mkdir $dir/box $dir/pods $dir/anon
	echo +memory >$dir/pods/cgroup.subtree_control
	mkdir $dir/pods/a $dir/pods/c
	echo 100M >$dir/box/memory.max
	echo 100M >$dir/anon/memory.max
	echo 100M >$dir/pods/c/memory.max
	echo 60M >$dir/pods/a/memory.max
	rules watch <<-R
		chain box {
			hook low
			when cgroup "/box" memory.current > 80%
			fallback policy
			policy exempt
			cgroup "/box" comm "grow" kill
		}
		chain pods {
			hook low
			scope cgroup "/pods/**"
			when scope memory.current > 80%
			fallback policy
			policy exempt
			comm "pod*" kill
		}
		chain anon {
			hook low
			when cgroup "/anon" memory.anon > 60%
			fallback policy
			policy exempt
			comm "anon" kill
		}
		chain tight {
			hook low
			when cgroup "/tight/late" psi.some.avg10 > 3%
			fallback policy
			policy exempt
			comm "tight" kill
		}
	R
	enforce watch
	sleep 2
	supervise <<-S
		spawn still 0 hog --name still --mb 70 --rate 200 --after 500
		pid still $dir/pods/c/cgroup.procs
		spawn small 0 hog --name small --mb 20 --after 500
		pid small $dir/box/cgroup.procs
		spawn grow 0 hog --name grow --mb 200 --rate 50 --after 1000
		pid grow $dir/box/cgroup.procs
		until grow 20000
		sleep 500
		spawn pod1 0 hog --name pod1 --mb 100 --rate 50 --after 500
		pid pod1 $dir/pods/a/cgroup.procs
		until pod1 20000
		run mkdir $dir/pods/b
		write $dir/pods/b/memory.max 60M
		spawn pod2 0 hog --name pod2 --mb 100 --rate 50 --after 500
		pid pod2 $dir/pods/b/cgroup.procs
		until pod2 20000
		spawn anon 0 hog --name anon --mb 150 --rate 50 --after 500
		pid anon $dir/anon/cgroup.procs
		until anon 20000
		run mkdir $dir/tight
		write $dir/tight/cgroup.subtree_control +memory
		run mkdir $dir/tight/late
		write $dir/tight/late/memory.high 16M
		spawn tight 0 hog --name tight --mb 60 --rate 50 --after 500
		pid tight $dir/tight/late/cgroup.procs
		until tight 40000
		alive small
		alive still
		end
	S
	stop_all
	grep . $dir/*/memory.events | sed 's/^/EVENTS /'
	grep . $dir/box/memory.peak $dir/pods/*/memory.peak | sed 's/^/PEAK /'
}
before_the_limit() {
	died grow
	died pod1
	died pod2
	has "ALIVE small"
	has "ALIVE still"
	died anon
	died tight
	has "by watch.oom:21"
	has "by watch.oom:28"
	has "EVENTS .*box.*:oom 0"
	has "EVENTS .*pods.*:oom 0"
	hasnt "EVENTS .*:oom(_kill)? [1-9]"
	has "by watch.oom:6"
	has "by watch.oom:14"
	hasnt "out of memory|oom-kill"
}
expect() {
	each before_the_limit
}
