# SPDX-License-Identifier: GPL-2.0-only OR MIT
# Without swap a comparison of swap drops out: what is left of the condition
# acts, and a condition of which nothing is left never does.
boots='module proc'
guest() {
	local free
	free=$(available)
	rules swapless <<-E
		chain never {
			hook low
			when swap.free < 100% and swap.used < 1% or swap.total < 1
			policy exempt
			comm "other" kill
		}
		chain early {
			hook low
			when mem.available < $((free - 150))M and swap.free < 10%
			policy exempt
			comm "small" kill
		}
	E
	enforce swapless
	supervise <<-E
		spawn other 0 hog --name other --mb 30
		spawn small 0 hog --name small --mb 60
		full other 40000
		full small 40000
		sleep 1500
		alive small
		spawn big 0 hog --name big --mb 90 --rate 100
		until small 10000
		sleep 1500
		alive other
		alive big
		end
	E
	stop_all
}
neutral() {
	before "ALIVE small" "EXIT small signal 9"
	died small
	has "ALIVE other"
	has "ALIVE big"
	hasnt "invoked oom-killer"
	has "swap.free 0 < 0 \(10%\)  \(no swap: this part does not count\)"
}
expect() {
	each neutral
}
