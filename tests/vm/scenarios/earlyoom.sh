# SPDX-License-Identifier: GPL-2.0-only OR MIT
# Beside Debian's earlyoom with its defaults (SIGTERM at 10% available, SIGKILL
# at 5%, the largest oom_score).
#
#	first	our chain fires at 15%: it acts, earlyoom never does, also while
#		our victim's 60 MB are still coming back
#	second	our chain fires at 5%: earlyoom acts, we kill nobody on top
boots='module proc'
memory=640
seconds=120
peers=oomt.peers=1
guest() {
	probe
	earlyoom -r 3600 >/tmp/earlyoom.log 2>&1 &
	echo -1000 >/proc/$!/oom_score_adj
	beside first 15 20 pin 1300
	beside second 5 8
	sed 's/^/EARLYOOM /' /tmp/earlyoom.log
	rmmod oomt_probe
	[ "${proc:-0}" = 1 ] || module
}
# The filler ends between our line and the other one: at 12%, or at 7%.
beside() {	# NAME WHEN UNTIL [PROBE-COMMAND]
	local free total
	total=$(awk '/^MemTotal:/ { print int($2 / 1024) }' /proc/meminfo)
	rules "$1" <<-E
		chain early {
			hook low
			when mem.available < $2%
			until mem.available > $3%
			fallback policy
			policy exempt
			comm "small*" kill
		}
	E
	enforce "$1"
	sleep 2	# what the round before held is back
	free=$(available)
	supervise <<-E
		spawn small-$1 0 hog --name small-$1 --mb 60
		spawn small2-$1 0 hog --name small2-$1 --mb 40
		full small-$1 40000
		full small2-$1 40000
		${4:+pid small-$1 /proc/oomt_probe $4 $5}
		spawn big-$1 0 hog --name big-$1 --mb $((free - 102 - total * ($2 == 15 ? 12 : 7) / 100)) --rate 200
		either small-$1 big-$1 20000
		sleep 2500
		alive small-$1
		alive small2-$1
		alive big-$1
		end
	E
	stop_all
	[ "${proc:-0}" = 1 ] || { oomctl flush; rmmod oomtables; }
}
once() {
	died small-first
	has "ALIVE small2-first"
	has "ALIVE big-first"
	has "EARLYOOM earlyoom "
	hasnt "EARLYOOM sending SIG.*(first)"
	has "EXIT big-second signal 15"
	has "ALIVE small-second"
	has "ALIVE small2-second"
	has "EARLYOOM sending SIGTERM to process [0-9]+ .*\"big-second\""
	hasnt "by second.oom"
	hasnt "invoked oom-killer"
}
expect() {
	each once
}
