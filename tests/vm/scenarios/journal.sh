# SPDX-License-Identifier: GPL-2.0-only OR MIT
# A page is asked for inside of a handle of a journal, of ext4, as a write does:
# nobody can commit until the page has come.  First nobody wants to; then the
# victim does, and waits in fsync, where no signal reaches it, for whom its
# memory is to help: that is given back before it is gone.  Each time the
# executor kills, no deadline is missed, and the journal gets on afterwards.
# OOMT_ROUNDS: so many of either.
needs=ext4
rounds=${rounds:-${OOMT_ROUNDS:-5}}
seconds=$((120 + 15 * rounds))
guest() {
	module
	grep -q ext4 /proc/filesystems || { echo "SKIP this kernel has no ext4"; return; }
	zram 24M
	/sbin/mke2fs -q -O has_journal,extents -b 4096 -J size=4 /dev/zram0 &&
		mkdir /disk && mount -t ext4 /dev/zram0 /disk || { echo "FAULT no disk"; return; }
	insmod /oomt_locks.ko
	policy journal <<-E
		chain last {
			hook oom
			deadline 5s
			policy exempt
			comm "small" kill
		}
	E
	executor >/dev/null 2>&1
	echo "for the probe" >/disk/first
	locked_ooms jbd2 $rounds
	locked_ooms jbd2 $rounds --sync /disk/small
	kill $executor
	wait $executor
	executor=
	echo "after all" >/disk/last && sync && echo "WRITTEN $(cat /disk/last)"
	umount /disk && echo "GUEST disk gone"
	rmmod oomt_locks
}
expect() {
	[ "$(count '^ALIVE fill')" = 2 ] || complain "fill died"
	[ "$(count '^LOCK jbd2 misses 0$')" = 2 ] ||
		complain "missed: $(grep '^LOCK .* misses [1-9]' "$console" | head -1)"
	[ "$(count '^EXIT small[0-9]+ signal 9')" = $((2 * rounds)) ] ||
		complain "only $(count '^EXIT small[0-9]+ signal 9') of $((2 * rounds)) died"
	[ "$(count "LOCKS jbd2 pages [0-9]+ ooms [1-9][0-9]* longest")" = $((2 * rounds)) ] ||
		complain "too few OOMs"
	[ "$(count 'LOCKS jbd2 committed 0')" = $((2 * rounds)) ] ||
		complain "the journal has not got on"
	hasnt "left to the kernel|steered by the policy"
	hasnt "EXT4-fs error|JBD2: |I/O error"
	has "^WRITTEN after all"
	has "^GUEST disk gone"
}
