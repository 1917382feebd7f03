# SPDX-License-Identifier: GPL-2.0-only OR MIT
# hook low acts before the kernel's OOM killer ever runs; without an executor
# and `fallback policy` by the module's own signal.
guest() {
	module
	policy low <<-E
		chain early {
			hook low
			when mem.available < 25%
			until mem.available > 30%
			fallback policy
			policy exempt
			comm "small*" kill
		}
	E
	supervise <<-E
		spawn small1 0 hog --name small1 --mb 60
		spawn big 0 hog --name big --mb 210 --rate 100 --after 500
		until small1 20000
		sleep 2000
		alive big
		end
	E
	executor
	supervise <<-E
		spawn small2 0 hog --name small2 --mb 60
		spawn big2 0 hog --name big2 --mb 210 --rate 100 --after 500
		until small2 20000
		sleep 2000
		alive big2
		end
	E
	stop_all
}
expect() {
	died small1
	died small2
	has "ALIVE big"
	has "ALIVE big2"
	hasnt "invoked oom-killer"
	has "low: decision 1: .*small1.*by low.oom:7 .*: killed by the module's signal"
	has "low: decision 2: .*small2.*: killed by the executor"
}
