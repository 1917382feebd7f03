# SPDX-License-Identifier: GPL-2.0-only OR MIT
# Many OOMs with victims that come, fork, thread and go at random: no mark
# survives, nothing hangs, the exempt one never dies, and after the module is
# gone the kernel chooses as it always did.
seconds=240
guest() {
	module
	probe
	policy storm <<-E
		chain last {
			hook oom
			deadline 200ms
			policy kill
			comm "keep" uid root exempt
		}
	E
	handler --heartbeat
	supervise <<-E
		spawn keep 0 hog --name keep --mb 40
		$(storm_lines 6)
		alive keep
		write /proc/oomt_probe marks
		end
	E
	kill -9 $handler
	wait $handler
	supervise <<-E
		spawn keep 0 hog --name keep --mb 40
		$(storm_lines 4)
		alive keep
		write /proc/oomt_probe marks
		end
	E
	rmmod oomtables
	supervise <<-E
		spawn tiny 0 hog --name tiny --mb 20
		spawn large 0 hog --name large --mb 0 --rate 300
		until large 20000
		alive tiny
		end
	E
	rmmod oomt_probe
	module
}
storm_lines() {
	for i in $(seq $1); do
		echo "spawn a$i 0 hog --name a$i --mb 0 --fork --rate 300"
		echo "spawn b$i 0 hog --name b$i --mb 0 --threads 4"
		echo "spawn v$i 0 hog --name v$i --mb 20 --vfork"
		echo "until b$i 15000"
		echo "until a$i 15000"
	done
}
expect() {
	[ "$(count 'ALIVE keep')" = 2 ] || complain "the exempt one died"
	[ "$(count 'PROBE marks 0')" = 2 ] || complain "a mark survived"
	hasnt "PROBE marks [1-9]"
	[ "$(count 'EXIT [ab][0-9]+ signal 9')" -ge 15 ] || complain "only $(count 'EXIT [ab][0-9]+ signal 9') of 20 died"
	died large
	has "ALIVE tiny"
}
