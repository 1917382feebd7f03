# SPDX-License-Identifier: GPL-2.0-only OR MIT
# On the host: a guest's machine, and how one comes up.  Sourced by lib.sh.
#
# A machine boots once; where its init waits to be told what to do it is written
# down (a snapshot), and every guest of that kind goes on from there.
#
# A guest has one processor, and its clock counts instructions, 4 ns each, which
# is about what a quiet host emulates: no matter how busy the host is, it sees
# the same times, and nobody waits while it sleeps.  QEMU can do that with one
# processor only.  What is about two at once has `processors=2`, and the host's
# clock: its times are as good as the host is quiet.
#
# What the caller may set: memory (MiB), seconds (after which a guest is given up,
# many times over: they are no test), processors, peers; kernel, work, build.

# How many processors the next guest has.
processors_now() {
	echo "${OOMT_PROCESSORS:-${processors:-1}}"
}

machine_kind() {
	[ "$(processors_now)" = 1 ] && echo "emulated, 1 processor by its instructions" ||
		echo "emulated, $(processors_now) processors"
}

# How many times the others' time a kernel takes: one that looks at all it does,
# by the host's clock.
# In the guest it is $slow, and $OOMT_SLOW for the supervisor: what something is
# waited for, and bounds on how long work may take, are to be multiplied by it;
# never what the policy itself says.
slowness() {
	case $kernel.$(processors_now) in
	*/debug-*.2) echo 3 ;;
	*) echo 1 ;;
	esac
}

# How many guests at the same time: one for a processor of theirs, but no more
# than the memory holds.
guests_default() {
	local mib
	mib=$(awk '/^MemAvailable:/ { print int($2 / 1024) }' /proc/meminfo)
	awk -v a="$(nproc)" -v b=$((mib / 1024)) \
		'BEGIN { n = a < b ? a : b; print n < 1 ? 1 : n }'
}

# machine: sets the array `machine`, QEMU's words for it, and `arguments`, the
# kernel's.
# Without cmpxchg16b, but for 6.1: QEMU 7.2 emulates it wrongly for two
# processors at once, and Linux 6.12's allocator comes to grief over it.
# Without erms, fsrm: page by page kernels clear memory by one instruction that
# QEMU emulates byte by byte; without them a scenario costs a third less.
# no_timer_check: on a busy host the emulated timer's first ticks come too late
# for the kernel's look at it, and it panics.
# tsc=reliable: on a busy host the clock's watchdog comes too late, takes the
# counter for broken, and every look at the time goes through a device; and the
# code that it patches then is at times run half written (Oops: int3).
# tsc_early_khz: it cannot find out by itself how fast that counts where it is held
# up meanwhile, and then its seconds are too long or too short by a factor.
# cryptomgr.notests: Linux 7.2 tests its ciphers for the first minute, which is where
# all guests begin, with two thirds of the processor.
# A debug kernel does ten times the work, which no bound in time that a policy or
# a scenario states would bear: there an instruction takes 1 ns.
# store-global-state: a snapshot is of a machine that runs, and goes on at once.
machine() {
	local initramfs=$work/initramfs cpu=max,-erms,-fsrm,-cx16 more=${OOMT_MEMORY_MORE:-0}
	local shift=2 khz
	local -a clock
	case $kernel in
	*/6.1.*) cpu=max,-erms,-fsrm ;;
	# What a debug kernel takes: measured, MemAvailable beside the plain one's.
	# In the moment in which it forgets its processor's features (identify_cpu)
	# an interrupt makes KASAN take five-level addresses for wild ones.
	*/debug-*)
		cpu=max,-erms,-fsrm,-la57 shift=0
		more=${OOMT_MEMORY_MORE:-$((112 + (${memory:-384} - 384) / 5))}
		;;
	esac
	arguments="console=ttyS0 panic=-1 no_timer_check tsc=reliable psi=1 loglevel=7 printk.time=1 cryptomgr.notests=1"
	if [ "$(processors_now)" = 1 ]; then
		clock=(-accel "tcg,thread=single" -icount "shift=$shift,sleep=off" -rtc clock=vm)
	else
		clock=(-accel "tcg,thread=multi")
		khz=$("${build:-$here/../..}/tests/vm/ticks" 2>/dev/null)
		arguments+=${khz:+ tsc_early_khz=$khz}
	fi
	[ -z "${peers:-}" ] || initramfs+=.peers
	machine=(qemu-system-x86_64 "${clock[@]}" -cpu "$cpu" -smp "$(processors_now)"
		-m $((${memory:-384} + more)) -display none -no-reboot -nodefaults
		-global migration.store-global-state=off
		-kernel "$kernel/vmlinuz" -initrd "$initramfs")
}

# What brings a machine up, once; $1 is where its files go.  0 if it waits.
bring_up() {
	local file=$1
	rm -f "$file".*
	# Its own words to itself, in the background, so that a signal is heard.
	{
		until grep -q '^GUEST waits' "$file.guest" 2>/dev/null || [ -e "$file.ended" ]; do
			sleep 0.05
		done
		printf '%s\n' 'migrate_set_parameter max-bandwidth 10G' \
			"migrate \"exec:cat >$file.state\"" quit
	} | {
		timeout -k 5 900 "${machine[@]}" -append "$arguments" -monitor stdio \
			-serial "file:$file.kernel" -serial "file:$file.guest" >"$file.monitor" 2>&1
		touch "$file.ended"
	} &
	wait $!
	[ -s "$file.state" ]
}

# snapshot: where the one of this machine is; made, if there is none.
# A kernel that did not even reach its init has said nothing about us: emulated
# processors on a busy host sometimes trip over code that is being patched.  It
# is started once more, and that is told.
snapshot() {
	local file
	file=$work/snapshot${peers:+.peers}.${memory:-384}.$(processors_now)
	(
		flock 9
		[ ! -e "$file.ready" ] || exit 0
		bring_up "$file" || {
			echo "# the kernel did not come up, started again: $(grep -E "$kernel_faults" "$file.kernel" | head -1)" >&2
			bring_up "$file" || { tail -1 "$file.monitor" >&2; exit 1; }
		}
		touch "$file.ready"
	) 9>"$file" || return 1
	echo "$file"
}

# boot SCENARIO CONSOLE [WORD]...: 0 if it came to its end.
# WORD: oomt.NAME=VALUE, a variable in the guest.
# CONSOLE: what the kernel said, then what the guest said.
# The first bytes after a snapshot are lost in the serial line: it begins empty.
boot() {
	local scenario=$1 console=$2 from patience=6
	local -a machine
	local arguments
	shift 2
	: >"$console"
	machine
	from=$(snapshot) || return 1
	printf '\n\n\n\n%s\n' "oomt.scenario=$scenario oomt.slow=$(slowness) ${OOMT_ROUNDS:+oomt.rounds=$OOMT_ROUNDS }$*" \
		>"$console.words"
	[ "$(processors_now)" = 1 ] || patience=2
	timeout -k 5 $((${seconds:-90} * patience)) "${machine[@]}" -append "$arguments" \
		-monitor none -serial "file:$console.kernel" \
		-chardev stdio,id=guest,signal=off -serial chardev:guest \
		-incoming "exec:cat $from.state" \
		<"$console.words" >"$console.guest" 2>"$console.qemu" &
	wait $!		# where a signal is heard, as it is not behind a command
	cat "$from.kernel" "$console.kernel" "$console.qemu" "$console.guest" 2>/dev/null |
		tr -d '\r' >"$console"
	rm -f "$console".{kernel,guest,qemu,words}
	grep -q "^GUEST $scenario ends" "$console"
}
