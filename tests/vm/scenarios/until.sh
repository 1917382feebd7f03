# SPDX-License-Identifier: GPL-2.0-only OR MIT
# until with several victims: six of 30 MB each, and the stop line lies so that
# the third kill crosses it.  One at a time, three, and no fourth.
boots='module proc'
guest() {
	local free i
	free=$(available)
	rules until <<-E
		chain early {
			hook low
			when mem.available < $((free - 210))M
			until mem.available > $((free - 140))M
			policy exempt
			comm "small*" kill
		}
	E
	enforce until
	supervise <<-E
		$(for i in 1 2 3 4 5 6; do echo "spawn small$i 0 hog --name small$i --mb 30"; done)
		$(for i in 1 2 3 4 5 6; do echo "full small$i 40000"; done)
		spawn big 0 hog --name big --mb 40 --rate 100
		sleep 6000
		$(for i in 1 2 3 4 5 6; do echo "alive small$i"; done)
		alive big
		end
	E
	stop_all
}
stopped() {
	[ "$(count '^EXIT small[0-9] signal 9')" = 3 ] ||
		complain "$(count '^EXIT small[0-9] signal 9') died, not 3"
	[ "$(count '^ALIVE small')" = 3 ] || complain "not 3 are left"
	has "ALIVE big"
	hasnt "decision 4"
}
expect() {
	each stopped
}
