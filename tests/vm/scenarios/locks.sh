# SPDX-License-Identifier: GPL-2.0-only OR MIT
# Which locks may a task hold while the module waits for the executor on its
# behalf?  OOMs under mmap_lock, genl_mutex, rtnl_mutex and cgroup_mutex, as
# inside of a journal, and with none: each time the executor kills, no deadline
# is missed, so none of them is in its way.  OOMT_ROUNDS: so many with each.
rounds=${rounds:-${OOMT_ROUNDS:-5}}
seconds=$((200 + 20 * rounds))
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
	executor >/dev/null 2>&1
	for lock in none mmap genl rtnl cgroup nofs; do
		locked_ooms $lock $rounds
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
