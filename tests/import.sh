#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only OR MIT
#
# oomctl import, from outside: each directory of tests/import holds a `command`
# (its words), the files that it names, and what has to come of it: `want.oom`,
# `want.err`, and with `want.code` another status than 0.  What is written is
# canonical, passes check, and passes the policy tests beside it, which say whom
# the other daemon would have chosen.  TAP; UPDATE=1 writes what is wanted anew.
set -u
: "${OOMCTL:=oomctl/oomctl}"
: "${SRCDIR:=.}"
LC_ALL=C.UTF-8
export LC_ALL
case $OOMCTL in /*) ;; *) OOMCTL=$PWD/$OOMCTL ;; esac
work=$(mktemp -d "${TMPDIR:-/tmp}/oomtables-import.XXXXXX")
trap 'rm -rf "$work"' EXIT
number=0

verdict() {	# TEXT: by the status of the command before
	status=$?
	number=$((number + 1))
	[ $status = 0 ] || printf 'not '
	echo "ok $number - $1"
	[ $status = 0 ] || sed 's/^/# /' "$work/say"
}

wanted() {	# GOT WANT: are they the same?
	if [ "${UPDATE:-}" ]; then
		if [ -s "$1" ]; then cp "$1" "$2"; else rm -f "$2"; fi
	fi
	if [ -e "$2" ]; then
		diff -u "$2" "$1" >"$work/say"
	else
		cp "$1" "$work/say"
		[ ! -s "$1" ]
	fi
}

cd "$SRCDIR/tests/import" || exit 1
for case in *; do
	[ -f "$case/command" ] || continue
	# The words of the command are meant to be split.
	# shellcheck disable=SC2046
	(cd "$case" && "$OOMCTL" import $(cat command)) \
		>"$work/oom" 2>"$work/err"
	got=$?
	echo "$got" | grep -vx 0 >"$work/code"
	wanted "$work/code" "$case/want.code"
	verdict "$case: status"
	wanted "$work/err" "$case/want.err"
	verdict "$case: diagnostics"
	wanted "$work/oom" "$case/want.oom"
	verdict "$case: rules"
	[ -e "$case/want.oom" ] || continue
	"$OOMCTL" fmt --check "$case/want.oom" >"$work/say" 2>&1
	verdict "$case: canonical"
	"$OOMCTL" check "$case/want.oom" >"$work/say" 2>&1
	verdict "$case: in order"
	for test in "$case"/*.test; do
		[ -e "$test" ] || continue
		"$OOMCTL" test "$test" >"$work/say" 2>&1
		verdict "$test"
	done
done

# ---- what no directory shows -------------------------------------------------

try() {	# WANT TEXT ARG...: the status; what was said in ./say
	want=$1 text=$2
	shift 2
	"$OOMCTL" import "$@" >"$work/say" 2>&1
	[ $? = "$want" ]
	verdict "$text: status $want"
}

said() {	# PATTERN
	grep -qE -- "$1" "$work/say"
	verdict "said: $1"
}

cd "$work" || exit 1
echo 'EARLYOOM_ARGS="-m 5 --foo"' >args
try 2 "no kind" earlyoom
try 2 "an unknown kind" lmkd args
said 'the kinds are'
said 'systemd-oomd +oomd\.conf'
try 1 "no such file" earlyoom nowhere
said 'nowhere: No such file'
try 1 "strict" --strict earlyoom args
said 'no equal: --foo'
! grep -q '^table' say
verdict "strict writes nothing"
try 2 "a bad name" --table 'a b' earlyoom args
try 0 "a name and a file" -t mine -o mine.oom earlyoom args
grep -qx 'table mine' mine.oom
verdict "the table has the name"
"$OOMCTL" import earlyoom - <args >say 2>&1
verdict "from standard input"
# A picture instead of text, a NUL, bytes that are no UTF-8: told, and no crash.
printf 'EARLYOOM_ARGS="--avoid a\377b\001 -m 5"\n' >odd
try 0 "odd bytes" earlyoom odd
said 'avoid a.xFFb.x01'
for kind in earlyoom nohang systemd-oomd oomd; do
	: >empty
	try 1 "$kind: nothing" "$kind" empty
	printf '\0\0\0' >nul
	try 1 "$kind: NUL bytes" "$kind" nul
	head -c 100000 /dev/zero | tr '\0' '[' >deep
	try 1 "$kind: a hundred thousand brackets" "$kind" deep
done
echo "1..$number"
