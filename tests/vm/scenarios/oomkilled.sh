# SPDX-License-Identifier: GPL-2.0-only OR MIT
# The executor itself is out of memory.  Its cgroup's limit leaves it nothing: it
# kills all the same.  Somebody has taken its exemption away and the kernel kills
# it, by its cgroup's limit and by sysrq-f with no tables: the module notes at
# once, the policy goes on deciding and nobody is waited for; started again, it
# kills again.  As long as the policy has a candidate, the handler is none.
seconds=150
guest() {
	module
	cat >/tmp/oomkilled.oom <<-E
		chain last {
			hook oom
			deadline 5s
			policy exempt
			comm "small*" kill
		}
	E
	echo +memory >/sys/fs/cgroup/cgroup.subtree_control
	mkdir -p /sys/fs/cgroup/executor
	oomctl load /tmp/oomkilled.oom
	limited_executor
	cat /sys/fs/cgroup/executor/memory.current >/sys/fs/cgroup/executor/memory.max
	echo "GUEST tight $(cat /sys/fs/cgroup/executor/memory.max)"
	one_oom tight
	echo 0 >/proc/$executor/oom_score_adj
	# Nothing but its own memory is to be had there.
	echo 64K >/sys/fs/cgroup/executor/memory.max
	noted limit
	one_oom limit
	echo max >/sys/fs/cgroup/executor/memory.max
	limited_executor
	one_oom again
	oomctl flush
	echo 0 >/proc/$executor/oom_score_adj
	echo f >/proc/sysrq-trigger
	noted sysrq
	oomctl load /tmp/oomkilled.oom
	one_oom sysrq
	limited_executor
	echo 0 >/proc/$executor/oom_score_adj
	# The smallest there is, beside it.
	supervise <<-E
		spawn small_crumb 0 hog --name small --mb 1
		full small_crumb 5000
		write /proc/sysrq-trigger f
		until small_crumb 10000
		end
	E
	kill -0 $executor && echo "CHOSEN not"
	one_oom after
	stop_all
}
# An executor in a cgroup of its own, from its first page on.
limited_executor() {
	sh -c 'echo $$ >/sys/fs/cgroup/executor/cgroup.procs; exec oomctl run' \
		>/tmp/executor.log 2>&1 &
	executor=$!
	# Registered it is before it has all that it needs.
	registered && ready && echo "GUEST executor $executor"
}
# That the executor is gone, to the module, too, without anybody asking for it.
noted() {
	local status i
	for i in $(seq 100); do
		grep -qs "State:.[^Z]" /proc/$executor/status || break
		sleep 0.1
	done
	kill -9 $executor 2>/dev/null && [ $i = 100 ] && echo "FAULT executor lives"
	wait $executor
	status=$?
	echo "NOTED $1 status $status handler $(query status handler) state $(query status state)"
	executor=
}
one_oom() {
	local misses=$(query status misses)
	echo "CASE $1"
	supervise <<-E
		spawn small_$1 0 hog --name small_$1 --mb 40
		spawn big_$1 0 hog --name big --mb 270 --rate 200 --after 500
		until small_$1 20000
		sleep 500
		alive big_$1
		end
	E
	echo "OOM $1 misses $(($(query status misses) - misses))"
}
expect() {
	local one
	died small_crumb
	for one in tight limit again sysrq after; do
		died small_$one
		has "^ALIVE big_$one"
		has "^OOM $one misses 0"
	done
	for one in tight again after; do
		has "decision [0-9]+: process [0-9]+ \(small_$one\).*: (killed by the executor|the victim did not go in time)"
	done
	for one in limit sysrq; do
		has "^NOTED $one status 137 handler 0 state 0"
		has "decision [0-9]+: process [0-9]+ \(small_$one\).*: (killed by the kernel, steered by the policy|the victim did not go in time)"
	done
	[ "$(count 'Killed process [0-9]+ \(oomctl\)')" = 2 ] ||
		complain "the kernel has not killed two executors"
	has "^CHOSEN not"
}
