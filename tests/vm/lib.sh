# SPDX-License-Identifier: GPL-2.0-only OR MIT
# On the host: making an initramfs, judging a console; and a guest's machine.
# Sourced by run, demo and the benches, which set here, work, keep, kernel.
. "$here/machine.sh"

# What a kernel log must not show.  A page allocation failure report is no
# fault: in an OOM test allocations fail.
kernel_faults='BUG:|WARNING:|Oops|general protection|Kernel panic|rcu.*(stall|detected)|rcu_.*self-detected|possible recursive locking|circular locking|inconsistent lock state|suspicious RCU|hung_task|blocked for more than|soft lockup|hard LOCKUP|scheduling while atomic|sleeping function called|bad unlock balance|refcount_t:|use-after-free|list_(add|del) corruption|kernel NULL pointer|unable to handle|stack segment|double fault|workqueue: .* hogged|UBSAN:|ODEBUG:|DEBUG_LOCKS_WARN_ON|^LEAK unreferenced|^GUEST debug_locks 0'

# program FILE ROOT: with the libraries it needs
install_program() {
	local lib
	cp "$1" "$2/bin/"
	ldd "$1" 2>/dev/null | grep -o '/[^ ]*' | while read -r lib; do
		mkdir -p "$2/$(dirname "$lib")"
		cp -L "$lib" "$2/$lib"
	done
}

# initramfs_make BUILD FILE
initramfs_make() {
	local build=$1 root=$2.d program
	mkdir -p "$root"/{bin,lib,proc,sys,dev,tmp,sbin,usr/sbin,scenarios,rules,etc}
	printf '%s\n' 'root:x:0:0::/:/bin/sh' 'nobody:x:65534:65534::/:/bin/sh' >"$root/etc/passwd"
	cp "$(command -v busybox)" "$root/bin/busybox" || return 1
	for program in hog supervise handle query crowd forge netfuzz strain snare race; do
		install_program "$build/tests/vm/$program" "$root" || return 1
	done
	# Not everybody's path leads to it, and busybox's makes no journal.
	program=$(PATH=$PATH:/usr/sbin:/sbin command -v mke2fs) &&
		install_program "$program" "$root" && mv "$root/bin/mke2fs" "$root/sbin/"
	if [ -f "$build/oomctl/oomctl" ]; then
		install_program "$build/oomctl/oomctl" "$root"
	fi
	cp "$build/kmod/oomtables.ko" "$root/oomtables.ko" || return 1
	strip -g "$root/oomtables.ko"
	for program in oomt_probe oomt_locks; do
		[ -f "$build/tests/vm/kmod/$program.ko" ] || continue
		cp "$build/tests/vm/kmod/$program.ko" "$root/$program.ko"
		strip -g "$root/$program.ko"
	done
	[ ! -d "$kernel/modules" ] || cp -r "$kernel/modules" "$root/modules"
	cp "$here/init" "$root/init"
	cp "$here/guest.sh" "$here/systemd.sh" "$root/lib/"
	cp "$here"/scenarios/*.sh "$here"/benches/*.sh "$root/scenarios/"
	cp "$here"/../../rules/*.oom "$root/rules/"
	[ -z "${extra_files:-}" ] || cp $extra_files "$root/bin/"
	chmod +x "$root/init"
	(cd "$root" && find . | cpio -o -H newc --quiet) >"$2"
	rm -rf "$root"
}

# initramfs_peers FILE: the same over Debian's systemd, systemd-oomd, earlyoom
initramfs_peers() {
	local peers
	[ ! -f "$1.peers" ] || return 0
	peers=$("$here/peers") || return 1
	echo "# beside $(tr '\n' ' ' <"$peers/package")"
	(cd "$peers" && find . | cpio -o -H newc --quiet) >"$1.peers.part"
	cat "$1" >>"$1.peers.part"
	mv "$1.peers.part" "$1.peers"
}

# ---- what expect() may say --------------------------------------------------

# has / hasnt PATTERN [CONSOLE]: an extended regular expression
has() {
	grep -qE -- "$1" "${2:-$console}" || complain "does not say: $1"
}
hasnt() {
	! grep -qE -- "$1" "${2:-$console}" || complain "says: $(grep -E -- "$1" "${2:-$console}" | head -3)"
}
# died NAME / lives NAME: by the supervisor's wait status
died() {
	has "EXIT $1 signal 9" "${2:-$console}"
}
lives() {
	hasnt "EXIT $1 " "${2:-$console}"
}
# first_dead NAME [CONSOLE]: others may follow
first_dead() {
	[ "$(grep -oE '^EXIT [^ ]+ signal 9' "${2:-$console}" | head -1)" = "EXIT $1 signal 9" ] ||
		complain "$1 was not the first to die"
}
# before A B: the first line with A comes before the first with B
before() {
	local a b
	a=$(grep -nE -- "$1" "$console" | head -1 | cut -d: -f1)
	b=$(grep -nE -- "$2" "$console" | head -1 | cut -d: -f1)
	[ -n "$a" ] && { [ -z "$b" ] || [ "$a" -lt "$b" ]; } ||
		complain "\"$1\" does not come before \"$2\""
}
# count PATTERN: how many lines have it
count() {
	grep -cE -- "$1" "${2:-$console}"
}
# exit_ms NAME: when it ended, by the supervisor's clock; empty if it did not
exit_ms() {
	sed -nE "s/^EXIT $1 .* at ([0-9]+) ms$/\1/p" "$console" | head -1
}
# apart A B MS [MS]: B ended at least so long after A, and at most
apart() {
	local a b
	a=$(exit_ms "$1") b=$(exit_ms "$2")
	[ -n "$a" ] && [ -n "$b" ] || { complain "$1 and $2 did not both end"; return; }
	[ $((b - a)) -ge "$3" ] || complain "$2 ended only $((b - a)) ms after $1"
	[ -z "${4:-}" ] || [ $((b - a)) -le "$4" ] ||
		complain "$2 ended only $((b - a)) ms after $1, not within $4"
}
# each FUNCTION: judges the console of every boot in turn
each() {
	local console boot_kind
	for boot_kind in $boots; do
		console=$(console_of "$boot_kind")
		"$1"
	done
}
complain() {
	complaints+="${boot_kind:+$boot_kind: }$*"$'\n'
	return 1
}

# snared_all CASES MISSES: so many cases of snared(); in each both small ones died
# and nobody else, and the module has waited in vain at most so often.
snared_all() {
	[ "$(count '^SNARED ')" = "$1" ] || complain "only $(count '^SNARED ') of $1 cases"
	[ "$(count '^SNARE (read|open|kill|killed|ack|acked) (stop|kill|freeze|slow)$|^SNARE holds')" = "$1" ] ||
		complain "the snare has not caught it each time"
	hasnt "SNARE BAD"
	[ "$(count '^EXIT small1 signal 9')" = "$1" ] || complain "not every small1 died"
	[ "$(count '^EXIT small2 signal 9')" = "$1" ] || complain "not every small2 died"
	[ "$(count '^ALIVE big')" = "$1" ] || complain "a big one died"
	awk -v most="$2" '/^SNARED / && $NF > most' "$console" | while read -r line; do
		echo "waited in vain more than $2 times: $line"
	done | { ! grep . ; } || complain "it was waited for although it was late"
}

# json_lines PREFIX COUNT: at least so many lines have it, and JSON behind it
json_lines() {
	local faults
	faults=$(sed -n "s/^$1 //p" "$console" | "$build/tests/vm/json" "$2") ||
		complain "$1: ${faults:-not JSON}"
}

# The verdicts of an `eval -j`, as query writes the module's.
eval_verdicts() {
	grep -oE '"(ranking|exempt|warned|victims|dry)"|"pid": *[0-9]+|"rule": *"[^"]*"' |
		awk '/^"(ranking|exempt|warned|victims|dry)"/ { part = $0; rank = 0; next }
		     /^"pid"/ { sub(/.*: */, ""); pid = $0 }
		     /^"rule"/ { sub(/^"rule": *"/, ""); sub(/"$/, "")
			if (part == "\"ranking\"")
				print "rank", ++rank, "pid", pid, "rule", $0
			if (part == "\"exempt\"")
				print "exempt pid", pid, "rule", $0 }'
}
# same_decisions HOOK: the module's and user space's, on one picture
same_decisions() {
	local kernel user
	kernel=$(sed -n "s/^VERDICT $1 //p" "$console" | sort)
	user=$(sed -n "s/^JSON $1 //p" "$console" | eval_verdicts | sort)
	[ "$(wc -l <<<"$kernel")" -ge 20 ] || complain "the module has judged too few"
	[ "$(grep -c ^rank <<<"$kernel")" -ge 3 ] || complain "too few candidates"
	[ "$kernel" = "$user" ] ||
		complain "hook $1 differs:"$'\n'"$(diff <(echo "$kernel") <(echo "$user"))"
}

console_of() {	# KIND
	case $1 in
	module) echo "$keep/$scenario.console" ;;
	*) echo "$keep/$scenario.$1.console" ;;
	esac
}

# What holds for every boot.
sound() {
	hasnt "$kernel_faults"
	hasnt "^FAULT "
	case $boot_kind in
	control | proc) ;;
	*) has "GUEST module gone" ;;
	esac
}

scenario_run() {	# NAME
	local guest expect boots=module memory=384 seconds=90 kind scenario=$1
	local processors=1 peers= needs=
	local complaints='' console control began=$SECONDS
	. "$here/scenarios/$1.sh"
	console=$keep/$1.console
	control=$keep/$1.control.console
	for kind in $boots; do
		case $kind in
		module) set -- oomt.module=1 ;;
		control) set -- oomt.module=0 ;;
		proc) set -- oomt.module=0 oomt.proc=1 ;;
		*) set -- oomt.module=1 "oomt.$kind=1" ;;
		esac
		[ -z "${peers:-}" ] || {
			initramfs_peers "$work/initramfs" || complain "no peers"
			set -- "$@" oomt.peers=1 $peers
		}
		boot "$scenario" "$(console_of "$kind")" "$@" ||
			complain "the $kind guest did not come to its end"
	done
	if [ -n "$needs" ] && grep -q '^SKIP ' "$console"; then
		echo "ok - guest: $scenario # SKIP $(sed -n 's/^SKIP //p' "$console")"
		return
	fi
	expect
	each sound
	verdict "$scenario" $((SECONDS - began))
}

verdict() {	# NAME SECONDS: TAP, without the number
	if [ -z "$complaints" ]; then
		echo "ok - guest: $1 ($2 s)"
		return
	fi
	echo "not ok - guest: $1 ($2 s)"
	sed 's/^/# /' <<<"${complaints%$'\n'}"
	for kind in $boots; do
		echo "# console, $kind:"
		tail -40 "$(console_of "$kind")" | sed 's/^/#   /'
	done
}
