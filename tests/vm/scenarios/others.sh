# SPDX-License-Identifier: GPL-2.0-only OR MIT
# Somebody else kills, another daemon or an administrator: while that one gives
# its memory back hook low kills nobody besides.  One that does not go is waited
# for two seconds, no longer, and then the policy takes its own victim.
boots="module proc"
seconds=240
memory=640
guest() {
	local free
	free=$(available)
	probe
	rules others <<-E
		chain early {
			hook low
			when mem.available < $((free - 300))M
			policy exempt
			comm "small*" kill
		}
	E
	enforce others
	part 1 800
	part 2 4500
	stop_all
	rmmod oomt_probe
}
# 200 and 40 and 40 MB are not too much; another 40 are.
part() {	# NUMBER MS
	supervise <<-E
		spawn large$1 0 hog --name large$1 --mb 200
		spawn small$1 0 hog --name small$1 --mb 40
		spawn big$1 0 hog --name big$1 --mb 40
		full large$1 40000
		full small$1 40000
		full big$1 40000
		pid large$1 /proc/oomt_probe lock $2
		sleep 100
		alive small$1
		signal large$1 9
		spawn more$1 0 hog --name more$1 --mb 40
		until large$1 12000
		sleep 1500
		alive small$1
		alive big$1
		end
	E
}
spared() {
	died large1
	died large2
	[ "$(count '^ALIVE small1')" = 2 ] || complain "small1 did not live"
	[ "$(count '^ALIVE small2')" = 1 ] || complain "small2 was not spared first"
	has "ALIVE big1"
	before "^EXIT small2 signal 9" "^EXIT large2 signal 9"
	has "ALIVE big2"
	has "PROBE lets go of pid"
	hasnt "invoked oom-killer"
}
expect() {
	each spared
}
