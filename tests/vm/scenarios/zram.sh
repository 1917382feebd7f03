# SPDX-License-Identifier: GPL-2.0-only OR MIT
# Swap on zram: low memory alone kills nobody while there is swap; when that
# runs low too, the chain acts, before the kernel's OOM killer.  And what zram
# takes is known to both backends.
boots='module proc'
guest() {
	local free
	free=$(available)
	zram_swap 120M
	rules zram <<-E
		chain early {
			hook low
			when mem.available < 50% and swap.free < 60%
			policy exempt
			comm "small" kill
		}
		chain packed {
			hook low
			when zram.used > 256K
			policy exempt
			comm "crumb" kill
		}
	E
	enforce zram
	supervise <<-E
		spawn small 0 hog --name small --mb 70
		full small 40000
		spawn crumb 0 hog --name crumb --mb 5
		sleep 2500
		alive crumb
		spawn big 0 hog --name big --mb $((free - 130)) --rate 200
		full big 20000
		sleep 1000
		alive small
		spawn more 0 hog --name more --mb 120 --rate 100
		until small 15000
		sleep 1500
		alive big
		alive more
		end
	E
	stop_all
}
compressed() {
	has "GUEST swap 120M"
	before "ALIVE small" "EXIT small signal 9"
	died small
	before "ALIVE crumb" "EXIT crumb signal 9"
	died crumb
	has "yes zram.used [0-9.]+[KM] > 256K"
	has "ALIVE big"
	has "ALIVE more"
	hasnt "invoked oom-killer"
	has "yes mem.available [0-9.]+M < [0-9.]+M \(50%\)"
	has "yes swap.free [0-9.]+M < [0-9.]+M \(60%\)"
}
expect() {
	each compressed
}
