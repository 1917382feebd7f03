# SPDX-License-Identifier: GPL-2.0-only OR MIT
# The device belongs to the process that opened it: a child may not read, and
# its copy of the descriptor does not keep a dead handler registered, though it
# does keep the module.
guest() {
	module
	policy handler <<-E
		chain last {
			hook oom
			policy kill
			comm "big" uid root exempt
			comm "small" counter kill
		}
	E
	policy other <<-E
		chain last {
			hook oom
			priority 5
			policy exempt
		}
	E
	handler --child
	sleep 0.5
	kill -9 $handler
	wait $handler
	sleep 0.2
	echo "REGISTERED $(query status handler)"
	rmmod oomtables 2>&1 | sed 's/^/RMMOD /'
	handler
	supervise <<-E
		spawn small 0 hog --name small --mb 60
		spawn big 0 hog --name big --mb 270 --rate 200 --after 500
		until small 20000
		sleep 300
		alive big
		end
	E
	query counters handler | sed 's/^/FIRST /'
	oomctl load /tmp/other.oom
	query counters handler | sed 's/^/KEPT /'
	oomctl load /tmp/handler.oom
	query counters handler | sed 's/^/RESET /'
	echo 1 >/proc/sys/vm/oom_kill_allocating_task
	echo "FLAGS $(query status flags)"
	killall -9 handle
	sleep 0.3
}
expect() {
	has "HANDLE child read: Operation not permitted"
	has "^REGISTERED 0$"
	has "RMMOD .*(busy|unavailable|in use)"
	died small
	has "ALIVE big"
	has "decision 1: .*: killed by the executor"
	has "^FIRST COUNTER handler rule 1 tasks 1 verdicts 1 bytes [1-9]"
	has "^KEPT COUNTER handler rule 1 tasks 1 verdicts 1 bytes [1-9]"
	has "^RESET COUNTER handler rule 1 tasks 0 verdicts 0 bytes 0"
	has "^FLAGS 1$"
}
