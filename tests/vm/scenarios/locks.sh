# SPDX-License-Identifier: GPL-2.0-only OR MIT
# Which locks may a task hold while the module waits for the executor on its
# behalf?  OOMs under mmap_lock, genl_mutex, rtnl_mutex and cgroup_mutex, as
# inside of a journal, and with none: each time the executor kills, no deadline
# is missed, so none of them is in its way.
seconds=300
rounds=${rounds:-5}
guest() {
	module
	insmod /oomt_locks.ko
	policy locks <<-E
		chain last {
			hook oom
			deadline 5s
			policy exempt
			comm "small" kill
		}
	E
	printf '#!/bin/sh\necho $1 20000 >/proc/oomt_locks\n' >/tmp/hold
	chmod +x /tmp/hold
	executor >/dev/null 2>&1
	for lock in none mmap genl rtnl cgroup nofs; do
		supervise <<-E
			spawn fill 0 hog --name fill --mb 170
			full fill 20000
			$(for i in $(seq $rounds); do
				echo "spawn small$i 0 hog --name small --mb 20"
				echo "full small$i 10000"
				echo "run /tmp/hold $lock"
				echo "until small$i 10000"
			done)
			alive fill
			end
		E
		echo "LOCK $lock misses $(query status misses)"
	done
	kill $executor
	wait $executor
	executor=
	rmmod oomt_locks
}
expect() {
	local lock
	[ "$(count '^ALIVE fill')" = 6 ] || complain "fill died"
	[ "$(count '^LOCK .* misses 0$')" = 6 ] ||
		complain "missed: $(grep '^LOCK .* misses [1-9]' "$console" | head -1)"
	[ "$(count '^EXIT small[0-9]+ signal 9')" = $((6 * rounds)) ] ||
		complain "only $(count '^EXIT small[0-9]+ signal 9') of $((6 * rounds)) died"
	for lock in none mmap genl rtnl cgroup nofs; do
		[ "$(count "LOCKS $lock pages [0-9]+ ooms [1-9][0-9]* longest")" -ge $((rounds)) ] ||
			complain "too few OOMs with $lock"
	done
	hasnt "left to the kernel|steered by the policy"
}
