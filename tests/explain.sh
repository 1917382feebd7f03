#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only OR MIT
#
# The commands that explain a policy, from outside: why.  TAP.
# Needs neither root nor the module; $OOMCTL is the program.
set -u
: "${OOMCTL:=oomctl/oomctl}"
: "${SRCDIR:=.}"
work=$(mktemp -d "${TMPDIR:-/tmp}/oomtables-explain.XXXXXX")
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
LC_ALL=C.UTF-8
export LC_ALL
number=0

verdict() {	# TEXT: by the status of the command before
	if [ $? = 0 ]; then
		number=$((number + 1))
		echo "ok $number - $1"
	else
		number=$((number + 1))
		echo "not ok $number - $1"
		sed 's/^/# /' out err
	fi
}

code() {	# WANT TEXT ARG...: the exit code; output in ./out, ./err
	want=$1 text=$2
	shift 2
	"$OOMCTL" "$@" >out 2>err
	got=$?
	[ $got = "$want" ]
	verdict "$text: exit $want (is $got)"
}

same() {	# TEXT: ./out is exactly what stands on standard input
	cat >want
	diff -u want out >>err
	verdict "$1"
}

says() {	# FILE PATTERN
	grep -qE -- "$2" "$1"
	verdict "says: $2"
}

cat >p.oom <<'END'
table p
set tools { type comm; elements = { "cc1*", "ld" } }
chain spare {
	hook guard
	comm "sshd" uid root exempt
	exe "/opt/db/*" exempt
}
chain early {
	hook low
	when mem.available < 10%
	policy kill
	comm @tools jump tools	# all of them
	rss > 25% score +50
	uid { 1000-1999, 5000 } warn signal USR1
}
chain tools {
	total > 1G \
		kill prefer 10
	return
}
END
cat >p.snap <<'END'
snapshot 1
at 0s
system mem.total=8G mem.available=400M
process pid=1 comm=init
process pid=10 comm=sshd exe="/usr/sbin/sshd" rss=5M
process pid=20 comm=cc1plus uid=1000 exe="/usr/bin/cc1plus" rss=1500M
process pid=21 comm=cc1 uid=1000 exe="/usr/bin/cc1" rss=600M
process pid=30 comm=hog uid=1000 exe="/home/hog" rss=3G
process pid=40 comm=db rss=1G
END

code 0 "why" why 20 --rules p.oom --snapshot p.snap
same "why: every rule, calls indented, both sides, rank" <<'END'
pid 20 (cc1plus) uid 1000, total 1.4G, age 1h, oom_score_adj 0, in /

p/spare, hook guard
  p.oom:5  comm "sshd" uid root exempt
      ✗ comm "cc1plus" does not match "sshd"
  p.oom:6  exe "/opt/db/*" exempt
      ✗ exe "/usr/bin/cc1plus" does not match "/opt/db/*"

p/early, hook low
  ✓ mem.available 400M < 819M (10%)
  p.oom:12  comm @tools jump tools
      ✓ comm "cc1plus" matches "cc1*" of @tools
      → jump tools
    p.oom:17  total > 1G kill prefer 10
        ✓ total 1500M > 1G
        → a candidate: kill process, prefer 10

verdict  candidate by p.oom:17: kill process, prefer 10
score    183, of total
rank     1 of 3: it is the victim

   rank  pid  comm     total  score     apart  rule
>     1   20  cc1plus   1.4G    183            p.oom:17
      2   30  hog         3G    424  prefer 0  p.oom:11
      3   21  cc1       600M     73  prefer 0  p.oom:11
END
code 0 "why, of a score" why 30 -r p.oom -s p.snap
says out 'rss 3G > 25% of mem\.total = 2G'
says out 'score \+50, in this chain \+50'
says out 'uid 1000 is in \{ 1000-1999, 5000 \}'
says out 'warned, SIGUSR1'
says out '^score    424: 374 of total, \+50 by score statements'
code 0 "why, of an unknown" why 40 -r p.oom -s p.snap
says out '\? exe unknown: in doubt, spare'
says out 'exempt by a guard, p\.oom:6'
code 0 "why, of a returned call" why 21 -r p.oom -s p.snap
says out '^    p\.oom:19  return'
says out '^  p\.oom:13  rss > 25% score \+50'
says out 'p\.oom:11  no rule decided: policy kill process'
code 0 "why, of who is always exempt" why 1 -r p.oom -s p.snap
says out 'exempt: pid 1 is always exempt'
code 0 "why -j" why 20 -r p.oom -s p.snap -j
says out '"fired":true,"verdict":"candidate","by":"rule","rule":"p.oom:17"'
says out '"depth":1,"rule":"p.oom:17","text":"total > 1G kill prefer 10","matched":true'
says out '"value":1572864000,"cmp":">","against":1073741824'
code 1 "why, hook without a chain" why 20 -r p.oom -s p.snap --hook oom
says err 'no chain of this hook'
code 1 "why, nobody" why 99 -r p.oom -s p.snap
says err 'there is no process 99 in p\.snap'
code 2 "why, without a pid" why -r p.oom
code 2 "why, no number" why somebody -r p.oom -s p.snap

echo "1..$number"
