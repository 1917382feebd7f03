# SPDX-License-Identifier: GPL-2.0-only OR MIT
# sysrq-f: the policy speaks there too, with and without an executor; nobody
# waits for it in a work queue.
guest() {
	module
	policy sysrq <<-E
		chain last {
			hook oom
			policy kill
			comm "big" uid root exempt
		}
	E
	supervise <<-E
		spawn big 0 hog --name big --mb 100
		spawn small1 0 hog --name small1 --mb 20
		sleep 800
		write /proc/sysrq-trigger f
		until small1 5000
		end
	E
	executor
	supervise <<-E
		spawn big2 0 hog --name big --mb 100
		spawn small2 0 hog --name small2 --mb 20
		sleep 800
		write /proc/sysrq-trigger f
		until small2 5000
		alive big2
		end
	E
	stop_all
}
expect() {
	died small1
	died small2
	lives big
	has "ALIVE big2"
	has "order=-1"
	[ "$(count 'steered by the policy')" = 2 ] || complain "not steered twice"
}
