# SPDX-License-Identifier: GPL-2.0-only OR MIT
# Processes that share memory are one: a victim that shares with an exempt one
# is passed over, and if its chain has nobody else the next one is asked; without
# an objection both die.
guest() {
	module
	policy share <<-E
		chain first {
			hook oom
			policy exempt
			comm "saint" uid root exempt
			comm "sinner" kill
		}
		chain last {
			hook oom
			priority 5
			policy kill
			comm { "big", "saint" } uid root exempt
			comm "sinner" kill prefer 10
		}
	E
	supervise <<-E
		spawn sinner 0 hog --name sinner --mb 50 --share saint
		spawn small 0 hog --name small --mb 40
		spawn big 0 hog --name big --mb 240 --rate 200 --after 500
		until small 20000
		sleep 500
		alive sinner
		end
	E
	executor
	supervise <<-E
		spawn sinner2 0 hog --name sinner --mb 70 --share friend
		spawn big 0 hog --name big --mb 270 --rate 200 --after 500
		until sinner2 20000
		sleep 800
		run busybox pidof friend
		alive big
		end
	E
	stop_all
}
expect() {
	died small
	has "ALIVE sinner"
	died sinner2
	has "ALIVE big"
}
