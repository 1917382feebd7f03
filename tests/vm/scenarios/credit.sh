# SPDX-License-Identifier: GPL-2.0-only OR MIT
# Release credit: 200 MB of a victim take more than a second to come back, and
# what is about to come back counts as given: nobody else dies.  First the
# victim cannot exit, then it is gone and its memory is not.  Two seconds are
# the most: one that is stuck for longer is passed over, and the next one dies.
boots='module proc alone'
seconds=240
memory=640
guest() {
	local free
	free=$(available)
	probe
	rules credit <<-E
		chain early {
			hook low
			when mem.available < $((free - 300))M
			fallback policy
			policy exempt
			comm "large*" kill prefer 1
			comm "small*" kill
		}
	E
	if [ "${alone:-0}" = 1 ]; then
		module
		oomctl load /tmp/credit.oom
	else
		enforce credit
	fi
	round 1 lock 1300
	round 2 pin 1300
	[ "${alone:-0}" = 1 ] || round 3 lock 3500
	stop_all
	rmmod oomt_probe
}
round() {	# NUMBER HOW MS
	supervise <<-E
		spawn large$1 0 hog --name large$1 --mb 200
		spawn small$1 0 hog --name small$1 --mb 40
		full large$1 40000
		full small$1 40000
		pid large$1 /proc/oomt_probe $2 $3
		sleep 100
		spawn big$1 0 hog --name big$1 --mb 90 --rate 100
		until large$1 8000
		sleep 1500
		alive small$1
		alive big$1
		end
	E
}
given() {
	local i
	for i in 1 2; do
		died large$i
		has "ALIVE small$i"
		has "ALIVE big$i"
	done
	has "PROBE lets go of pid"
	hasnt "invoked oom-killer"
	[ "$boot_kind" = alone ] && return
	before "^EXIT small3 signal 9" "^EXIT large3 signal 9"
	has "ALIVE big3"
}
expect() {
	each given
}
