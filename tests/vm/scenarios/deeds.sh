# SPDX-License-Identifier: GPL-2.0-only OR MIT
# What is no kill, by both backends alike: a process is frozen for a time, a
# cgroup until the episode ends, one is asked for memory, a command is run, each
# once; then somebody dies.  Without an executor the module does none of it by
# itself: it says so, and goes on to whom it may kill.
boots="module proc"
memory=512
seconds=300

# state WORD: of the ice, as /proc shows it
state() {
	echo "STATE $1 $(awk '/^State:/ { print $2 }' /proc/$(cat /tmp/ice)/status)"
}
guest() {
	local i line
	zram_swap 128M
	mkdir -p /sys/fs/cgroup/pond /sys/fs/cgroup/sponge
	echo +memory >/sys/fs/cgroup/cgroup.subtree_control
	line=$(($(available) - 255))	# all but the big one are full above it
	rules deeds <<-E
		chain early {
			hook low
			when mem.available < ${line}M
			fallback policy
			policy exempt
			cgroup "/pond" comm "fish" freeze cgroup
			comm "ice" freeze for 6s
			comm "wet" reclaim 8M
			comm "call" exec "echo RAN \$OOMT_PID \$OOMT_UNIT \$OOMT_COMM \$OOMT_CGROUP \$OOMT_PIDS >/tmp/ran; exit 3"
			comm "dead" kill
		}
	E
	enforce deeds
	[ "${proc:-0}" = 1 ] || oomctl monitor >/tmp/events 2>&1 &
	supervise <<-E &
		spawn fish 0 hog --name fish --mb 60
		pid fish /sys/fs/cgroup/pond/cgroup.procs
		spawn frog 0 hog --name frog --mb 5
		pid frog /sys/fs/cgroup/pond/cgroup.procs
		spawn ice 0 hog --name ice --mb 50
		pid ice /tmp/ice
		spawn wet 0 hog --name wet --mb 40
		pid wet /sys/fs/cgroup/sponge/cgroup.procs
		spawn call 0 hog --name call --mb 30
		spawn dead 0 hog --name dead --mb 20
		full fish 40000
		full frog 40000
		full ice 40000
		full wet 40000
		full call 40000
		full dead 40000
		spawn big 0 hog --name big --mb 80
		until dead 90000
		sleep 25000
		end
	E
	for i in $(seq 300); do
		grep -q "frozen 1" /sys/fs/cgroup/pond/cgroup.events && break
		sleep 0.1
	done
	echo "POND $(grep frozen /sys/fs/cgroup/pond/cgroup.events)"
	for i in $(seq 600); do
		[ -f /tmp/ice ] && state early | grep 'T$' && break
		sleep 0.1
	done
	for i in $(seq 60); do
		state late | grep '[SR]$' && break
		sleep 0.5
	done
	wait $!
	cat /tmp/ran
	[ "${proc:-0}" = 1 ] || oomctl status
	for i in $(seq 100); do
		grep -q "frozen 0" /sys/fs/cgroup/pond/cgroup.events && break
		sleep 1
	done
	echo "POND calm $(grep frozen /sys/fs/cgroup/pond/cgroup.events)"
	stop_all
	[ "${proc:-0}" = 1 ] && return
	cat /tmp/events
	echo "GUEST without an executor"
	supervise <<-E
		spawn ice2 0 hog --name ice --mb 280
		spawn dead2 0 hog --name dead --mb 20
		until dead2 20000
		alive ice2
		end
	E
}
expect() {
	local name
	each judge
	has "low: decision [0-9]+: process [0-9]+ .ice.*: nobody did it"
	has "ALIVE ice2"
	died dead2
	for name in fish ice wet call; do
		[ "$(count "ending .*pid [0-9]+ \\($name\\) done by the executor")" = 1 ] ||
			complain "it is not told once what became of $name"
	done
	has "decision .*, freeze pid [0-9]+ \(ice\)"
}
judge() {
	local name
	has "^POND frozen 1"
	has "STATE early T"
	has "STATE late [SR]"
	has "^RAN [0-9]+ process call / [0-9]+"
	has "frozen, 2 processes, until the episode ends"
	has "frozen, 1 process, for 6 s"
	has "its cgroup gave back 8M"
	has "the command ended with 3"
	[ "$(count 'frozen, 1 process')" = 1 ] || complain "frozen more than once"
	[ "$(count 'the command ended')" = 1 ] || complain "a command more than once"
	died dead
	for name in fish frog ice wet call; do lives $name; done
	has "^POND calm frozen 0"
	hasnt "invoked oom-killer"
}
