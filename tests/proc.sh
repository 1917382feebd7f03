#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR MIT
#
# The proc backend for real, on processes of its own: conditions that always
# hold, and policies that exempt everybody but processes of names that nobody
# else bears.  TAP.  $OOMCTL is the program, $HOG tests/vm/hog.c, $FACTS for --facts.
set -u
: "${OOMCTL:=oomctl/oomctl}"
OOMCTL=$(realpath "$OOMCTL")
HOG=$(realpath "${HOG:-tests/proc-hog}")
work=$(mktemp -d "${TMPDIR:-/tmp}/oomtables-proc.XXXXXX")
tag=$$			# part of every name
facts=${FACTS:-proc}	# whence sizes come; tests/sweep.sh has bpf
number=0
started=()
guard=

finish() {
	local pid
	[ -z "$guard" ] || kill "$guard" 2>/dev/null
	for pid in "${started[@]}"; do
		kill -9 "$pid" 2>/dev/null
	done
	wait
	rm -rf "$work"
}
trap finish EXIT
cd "$work" || exit 1

ok() {		# TEXT: by the status of the command before
	local status=$?
	number=$((number + 1))
	if [ $status = 0 ]; then
		echo "ok $number - $1"
	else
		echo "not ok $number - $1"
		sed 's/^/# /' out err 2>/dev/null
	fi
}

hog() {		# NAME MB [OPTION...]: a process; $hog is its pid
	local name=$1 mb=$2
	shift 2
	"$HOG" --name "$name" --mb "$mb" "$@" &
	hog=$!
	started+=($hog)
	disown $hog
	up "$name" "$mb"
}
up() {		# NAME MB: $hog has its name and memory
	local i kb
	for i in $(seq 200); do
		kb=$(awk '/^VmRSS/ { print $2 }' /proc/$hog/status)
		[ "$(cat /proc/$hog/comm)" = "$1" ] &&
			[ "${kb:-0}" -ge $(($2 * 1024)) ] && return
		sleep 0.05
	done
	echo "# $1 did not come up"
}

policy() {	# CHAIN-LINE...: a table with a low chain that always fires
	{
		echo "table t"
		echo "chain low {"
		echo "    hook low"
		printf '    %s\n' "$@"
		echo "}"
	} >p.oom
}

run() {		# ARG...: in the background, output in ./out, ./err
	"$OOMCTL" run --backend proc --facts "$facts" --rules p.oom "$@" >out 2>err &
	guard=$!
	for _ in $(seq 200); do
		grep -q '^ready' out && return
		[ "${1:-}" = -j ] && return
		kill -0 $guard 2>/dev/null || return
		sleep 0.05
	done
}
stop() {
	kill -TERM $guard
	wait $guard
	code=$?
	guard=
	[ $code = 0 ]
	ok "$1: ends with 0 (is $code)"
}

alive() {	# PID
	[ -d /proc/"$1" ] && ! grep -q '^State:.*[ZX]' /proc/"$1"/status 2>/dev/null
}
dies() {	# PID SECONDS
	local i
	for i in $(seq $(($2 * 20))); do
		alive "$1" || return 0
		sleep 0.05
	done
	return 1
}
says() {	# PATTERN: within five seconds
	local i
	for i in $(seq 100); do
		grep -qE -- "$1" out && break
		sleep 0.05
	done
	grep -qE -- "$1" out
	ok "says: $1"
}

h=oomt-$tag-h	# comm is 15 bytes at most
k=oomt-$tag-k

# ---- a kill, the largest first, one at a time ------------------------------
policy 'when mem.free > 0' 'cooldown 1s' 'policy exempt' "comm \"$h\" kill"
hog $h 20; small=$hog
hog $h 60; large=$hog
hog $k 80; other=$hog
run
dies $large 5
ok "the largest dies"
alive $small
ok "the other waits for the cooldown"
dies $small 5
ok "and dies after it"
alive $other
ok "a larger one that the policy exempts lives"
says 'victim +pid '$large' \('$h'\)'
says 'SIGKILL after .*gone after'
says 'nobody may be taken'
stop "kill"
first=$(grep -n "pid $large" out | head -1 | cut -d: -f1)
second=$(grep -n "victim.*pid $small" out | head -1 | cut -d: -f1)
[ "$first" -lt "$second" ]
ok "told in order"

# ---- a dry run ---------------------------------------------------------------
hog $h 20
run --dry-run
says 'dry: nothing is done'
sleep 1
alive $hog
ok "a dry run kills nothing"
[ "$(grep -c 'dry: nothing' out)" = 1 ]
ok "and says so once"
stop "dry run"

# ---- a dry chain ---------------------------------------------------------------
policy 'when mem.free > 0' 'mode dry' 'policy exempt' "comm \"$h\" kill"
run
says 'dry: nothing is done'
sleep 0.5
alive $hog
ok "a dry chain kills nothing"
stop "dry chain"
kill -9 $hog

# ---- grace ---------------------------------------------------------------------
policy 'when mem.free > 0' 'policy exempt' "comm \"$h\" kill grace 2s"
hog $h 20 --ignore-term; deaf=$hog
begin=$(date +%s%N)
run
dies $deaf 10
ok "a process that ignores SIGTERM dies"
ms=$((($(date +%s%N) - begin) / 1000000))
[ $ms -ge 1900 ] && [ $ms -le 4000 ]
ok "on time (after $ms ms of a grace of 2 s)"
says 'SIGTERM after .*, SIGKILL 2 s later at the latest'
says 'SIGTERM after .*, SIGKILL after 2(\.[0-9])? s.*gone after'
stop "grace"
hog $h 20
run
dies $hog 5
ok "one that heeds SIGTERM dies"
says 'no SIGKILL needed, gone after'
stop "grace heeded"

# ---- until ---------------------------------------------------------------------
policy 'when mem.free > 0' 'until mem.free > 1' 'policy exempt' "comm \"$h\" kill"
hog $h 20
run
dies $hog 5
ok "a chain with an until fires"
stop "until"

# ---- somebody else by the time it matters -----------------------------------------
policy 'when mem.free > 0' 'policy exempt' "comm \"$h\" kill"
sh -c "sleep 2; exec '$HOG' --name $h --mb 20" &
hog=$!
started+=($hog)
disown $hog
run
dies $hog 5
ok "a process that became another program after it was learnt is found"
stop "renamed"

# ---- for -------------------------------------------------------------------------
policy 'when mem.free > 0 for 2s' 'policy exempt' "comm \"$h\" kill"
hog $h 20
run
sleep 1
alive $hog
ok "nothing dies before a for has held"
dies $hog 5
ok "and then it does"
stop "for"

# ---- JSON --------------------------------------------------------------------------
policy 'when mem.free > 0' 'policy exempt' "comm \"$h\" kill"
hog $h 20
run -j
dies $hog 5
says '"victim": *\{"pid": *'$hog
says '"result": *"killed"'
stop "JSON"

# ---- hooks that cannot be had ------------------------------------------------------
printf 'chain last {\n    hook oom\n    policy kill\n}\n' >>p.oom
run
says 'hooks oom and memcg need the module'
stop "hook oom"

# ---- no permission -----------------------------------------------------------------
policy 'when mem.free > 0' 'policy exempt' "comm \"$h\" kill"
if [ "$(id -u)" = 0 ] && command -v setpriv >/dev/null &&
   setpriv --reuid 65534 --clear-groups "$OOMCTL" --version >/dev/null 2>&1; then
	hog $h 60; roots=$hog
	chmod 755 . && chmod 644 p.oom
	hog $h 20 --uid 65534; own=$hog
	setpriv --reuid 65534 --clear-groups "$OOMCTL" run --backend proc --rules p.oom >out 2>err &
	guard=$!
	dies $own 5
	ok "an unprivileged executor kills its user's process"
	alive $roots
	ok "not root's, though it is larger"
	says 'victim +pid '$roots
	says 'Operation not permitted \(passed over'
	sleep 1
	[ "$(grep -c 'Operation not permitted' out)" = 1 ]
	ok "tried once"
	stop "unprivileged"
	kill -9 $roots
else
	echo "ok $((number += 1)) - no permission # SKIP needs root, setpriv and a program that others can run"
fi

# ---- units -------------------------------------------------------------------------
if [ -n "$(command -v setsid)" ]; then
	policy 'when mem.free > 0' 'policy exempt' "comm \"$h\" kill tree"
	hog $h 20; top=$hog
	setsid sh -c 'for i in 1 2 3; do sleep 100 & done; sleep 101 & wait' &
	apart=$!
	started+=($apart)
	disown $apart
	run -j
	dies $top 5
	ok "a tree of one dies"
	stop "tree"
	policy 'when mem.free > 0' 'policy exempt' 'comm "sleep" exempt' \
		"pid $apart kill pgrp"
	run -j
	dies $apart 5
	ok "a group with an exempt one is broken up: who was matched dies"
	stop "broken group"
	[ "$(pgrep -g $apart -c sleep)" = 4 ]
	ok "the exempt ones live"
	group=$(pgrep -g $apart sleep)
	first=${group%%[!0-9]*}
	policy 'when mem.free > 0' 'policy exempt' "pid $first kill pgrp"
	run -j
	dies $first 5
	stop "group"
	left=0
	for pid in $group; do
		dies $pid 2 || left=$((left + 1))
	done
	[ $left = 0 ]
	ok "without that rule the group dies whole"
	grep -q '"unit":"pgrp","pids":\[[0-9]*,[0-9]*,[0-9]*,[0-9]*\]' out
	ok "all of them are listed"
fi

unified=/sys/fs/cgroup/unified
[ -e $unified/cgroup.controllers ] || unified=/sys/fs/cgroup
cg=$unified/oomt-$tag
if mkdir $cg 2>/dev/null && [ -e $cg/cgroup.kill ]; then
	hog $h 20; first=$hog
	hog $k 10; second=$hog
	echo $first >$cg/cgroup.procs
	echo $second >$cg/cgroup.procs
	policy 'when mem.free > 0' 'policy exempt' "comm \"$h\" freeze cgroup"
	run
	says 'frozen, 2 processes, until the episode ends'
	grep -q 'frozen 1' $cg/cgroup.events
	ok "a cgroup is frozen"
	stop "frozen cgroup"
	grep -q 'frozen 0' $cg/cgroup.events
	ok "and goes on when the executor ends"
	policy 'when cgroup "/oomt-'$tag'" psi.some.avg10 < 100' \
		'policy exempt' "comm \"$h\" kill cgroup"
	run
	dies $first 5 && dies $second 5
	ok "a cgroup dies whole, by a condition on its pressure"
	stop "cgroup"
	for _ in $(seq 50); do rmdir $cg 2>/dev/null && break; sleep 0.1; done
else
	rmdir $cg 2>/dev/null
	echo "ok $((number += 1)) - a cgroup of its own # SKIP cgroups cannot be made here"
fi

# ---- instead of a kill -------------------------------------------------------------
hog $h 20
policy 'when mem.free > 0' 'policy exempt' "comm \"$h\" freeze for 2s"
run
says 'frozen, 1 process, for 2'
grep -q '^State:.T' /proc/$hog/status
ok "it is stopped"
sleep 2.5
grep -q '^State:.[SR]' /proc/$hog/status
ok "and goes on in time"
[ "$(grep -c 'frozen, 1' out)" = 1 ]
ok "once in an episode"
stop "freeze"
policy 'when mem.free > 0' 'policy exempt' \
	"comm \"$h\" exec \"echo \$OOMT_PID \$OOMT_UNIT \$OOMT_COMM \$OOMT_PIDS >$work/ran; exit 3\""
run
says 'the command ended with 3'
[ "$(cat ran)" = "$hog process $h $hog" ]
ok "the command knows whom it is about"
stop "exec"
alive $hog
ok "nobody was killed"
kill -9 $hog
echo "1..$number"
