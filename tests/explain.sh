#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only OR MIT
#
# The commands that explain a policy, from outside: why, test, replay,
# diff.  TAP.
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
process pid=30 comm=hog uid=1000 exe="/srv/hog" rss=3G
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
code 1 "why, neither a pid nor a record" why somebody -r p.oom -s p.snap

# ---- why: what stands around a process --------------------------------------

cat >q.oom <<'END'
table q
scope cgroup "/user.slice/**"
chain early {
	hook low
	when scope memory.current > 90% and mem.available < 50%
	  or cgroup "/user.slice/b" psi.full.avg10 > 10%
	scope cgroup { "/user.slice/a", "/user.slice/b" }
	policy kill
	ancestor comm "claude" total > 1G kill tree prefer 5
	ancestor uid { 5, 1000-1999 } ancestor exe ~ '^/opt/.*agent$' score +5
	comm ~ '^(web|isolated).*[0-9]$' kill app
	cmdline !~ 'renderer' comm !~ { '^x', 'y$' } limit rate 2/minute burst 1 log "odd" kill process prefer -1
}
END
cat >q.snap <<'END'
snapshot 1
at 0s
system mem.total=8G mem.available=2G swap.total=1G
cgroup path="/user.slice/a" memory.current=1900M memory.max=2G
cgroup path="/user.slice/b" memory.current=100M memory.max=2G psi.full.avg10=12
process pid=1 comm=init
process pid=10 comm=claude uid=1000 exe="/opt/x/agent" rss=50M cgroup="/user.slice/a"
process pid=11 ppid=10 comm=make uid=1000 exe="/usr/bin/make" rss=1200M cgroup="/user.slice/a"
process pid=12 ppid=11 comm=cc1 uid=1000 exe="/usr/bin/cc1" rss=600M cgroup="/user.slice/a"
process pid=13 ppid=1 comm=ld uid=1000 exe="/usr/bin/ld" cmdline="ld -o x" rss=300M cgroup="/user.slice/a"
process pid=20 comm=web1 uid=1000 exe="/usr/bin/ff" cmdline="ff renderer" rss=300M cgroup="/user.slice/b"
process pid=21 comm=isolated2 uid=1000 exe="/usr/bin/ff" rss=400M cgroup="/user.slice/b"
process pid=22 comm=webx uid=1000 exe="/usr/bin/ff" rss=100M cgroup="/user.slice/b"
process pid=30 comm=else uid=1000 exe="/usr/bin/e" rss=100M cgroup="/user.slice/c"
END
code 0 "why, a tree" why 11 -r q.oom -s q.snap
same "why: an ancestor by name, a tree with its sum, the cgroup that the chain runs for" <<'END'
pid 11 (make) uid 1000, total 1.1G, age 1h, oom_score_adj 0, in /user.slice/a

q/early, hook low
  ✓ scope "/user.slice/a" memory.current 1.8G > 1.7G (90%)
  ✓ mem.available 2G < 4G (50%)
  ✓ cgroup "/user.slice/b" psi.full.avg10 12% > 10%
  q.oom:9  ancestor comm "claude" total > 1G kill tree prefer 5
      ✓ its ancestor 10, comm "claude" matches "claude"
      ✓ total 1200M > 1G
      → a candidate: kill tree, prefer 5

verdict  candidate by q.oom:9: kill tree, prefer 5
unit     2 processes, 1.7G together: 11 12
score    219, of the unit's total
rank     1 of 4: it is the victim

   rank  pid  comm    total  score      apart  rule
>     1   11  make     1.1G    219             q.oom:9
      2   12  cc1      600M     78   prefer 0  q.oom:8
      3   10  claude    50M      6   prefer 0  q.oom:8
      4   13  ld       300M     36  prefer -1  q.oom:12
END
code 0 "why, ancestors" why 12 -r q.oom -s q.snap
same "why: ancestors by number and by expression" <<'END'
pid 12 (cc1) uid 1000, total 600M, age 1h, oom_score_adj 0, in /user.slice/a

q/early, hook low
  ✓ scope "/user.slice/a" memory.current 1.8G > 1.7G (90%)
  ✓ mem.available 2G < 4G (50%)
  ✓ cgroup "/user.slice/b" psi.full.avg10 12% > 10%
  q.oom:9  ancestor comm "claude" total > 1G kill tree prefer 5
      ✓ its ancestor 10, comm "claude" matches "claude"
      ✗ total 600M > 1G
  q.oom:10  ancestor uid { 5, 1000-1999 } ancestor exe ~ '^/opt/.*agent$' score +5
      ✓ one of its ancestors by uid: 11 uid 1000, 10 uid 1000
      ✓ its ancestor 10, exe "/opt/x/agent" matches ~ '^/opt/.*agent$'
      → score +5, in this chain +5
  q.oom:11  comm ~ '^(web|isolated).*[0-9]$' kill app
      ✗ comm "cc1" does not match ~ '^(web|isolated).*[0-9]$'
  q.oom:12  cmdline !~ 'renderer' comm !~ { '^x', 'y$' } limit rate 2/minute burst 1 log "odd" kill process prefer -1
      ? cmdline unknown: no match
  q.oom:8  no rule decided: policy kill process

verdict  candidate by the policy, q.oom:8: kill process
score    78: 73 of total, +5 by score statements
rank     2 of 4

   rank  pid  comm    total  score      apart  rule
      1   11  make     1.1G    219   prefer 5  q.oom:9
>     2   12  cc1      600M     78             q.oom:8
      3   10  claude    50M      6      -590M  q.oom:8
      4   13  ld       300M     36  prefer -1  q.oom:12
END
code 0 "why, a limit" why 13 -r q.oom -s q.snap
same "why: no ancestor, a limit, expressions that do not match" <<'END'
pid 13 (ld) uid 1000, total 300M, age 1h, oom_score_adj 0, in /user.slice/a

q/early, hook low
  ✓ scope "/user.slice/a" memory.current 1.8G > 1.7G (90%)
  ✓ mem.available 2G < 4G (50%)
  ✓ cgroup "/user.slice/b" psi.full.avg10 12% > 10%
  q.oom:9  ancestor comm "claude" total > 1G kill tree prefer 5
      ✗ it has no ancestor below pid 1
  q.oom:10  ancestor uid { 5, 1000-1999 } ancestor exe ~ '^/opt/.*agent$' score +5
      ✗ it has no ancestor below pid 1
  q.oom:11  comm ~ '^(web|isolated).*[0-9]$' kill app
      ✗ comm "ld" does not match ~ '^(web|isolated).*[0-9]$'
  q.oom:12  cmdline !~ 'renderer' comm !~ { '^x', 'y$' } limit rate 2/minute burst 1 log "odd" kill process prefer -1
      ✓ cmdline "ld -o x" does not match ~ 'renderer'
      ✓ comm "ld" matches none of ~ '^x', ~ 'y$'
      ✓ limit: it has a token left
      → logged as "odd"
      → a candidate: kill process, prefer -1

verdict  candidate by q.oom:12: kill process, prefer -1
score    36, of total
rank     4 of 4

   rank  pid  comm    total  score     apart  rule
      1   11  make     1.1G    219  prefer 5  q.oom:9
      2   12  cc1      600M     78  prefer 0  q.oom:8
      3   10  claude    50M      6  prefer 0  q.oom:8
>     4   13  ld       300M     36            q.oom:12
END
code 0 "why, another cgroup" why 20 -r q.oom -s q.snap
same "why: outside of the cgroup that the chain runs for" <<'END'
pid 20 (web1) uid 1000, total 300M, age 1h, oom_score_adj 0, in /user.slice/b

q/early, hook low
  ✓ scope "/user.slice/a" memory.current 1.8G > 1.7G (90%)
  ✓ mem.available 2G < 4G (50%)
  ✓ cgroup "/user.slice/b" psi.full.avg10 12% > 10%

verdict  not looked at: outside of /user.slice/a, which the chain runs for

  rank  pid  comm    total  score    rule
     1   11  make     1.1G    219    q.oom:9
     2   12  cc1      600M     78    q.oom:8
     3   10  claude    50M      6    q.oom:8
     4   13  ld       300M     36    q.oom:12
END
cat >app.oom <<'END'
table app
chain early {
	hook low
	when mem.available < 50%
	policy exempt
	comm ~ '^(web|isolated).*[0-9]$' uid 1000 kill app
	comm "spared" uid 1000 exempt
	pgrp 60 limit rate 1/hour kill pgrp
}
END
cat >app.snap <<'END'
snapshot 1
at 0s
system mem.total=8G mem.available=2G
process pid=1 comm=init
process pid=20 comm=web1 uid=1000 exe="/usr/bin/ff" rss=300M
process pid=21 comm=isolated2 uid=1000 exe="/usr/bin/ff" rss=400M
process pid=22 comm=webx uid=1000 exe="/usr/bin/ff" rss=100M
process pid=23 comm=web3 uid=1001 exe="/usr/bin/ff" rss=800M
process pid=60 comm=lead uid=1000 rss=200M
process pid=61 ppid=60 pgrp=60 comm=spared uid=1000 rss=200M
END
code 0 "why, an application" why 21 -r app.oom -s app.snap
same "why: an application with its sum" <<'END'
pid 21 (isolated2) uid 1000, total 400M, age 1h, oom_score_adj 0, in /

app/early, hook low
  ✓ mem.available 2G < 4G (50%)
  app.oom:6  comm ~ '^(web|isolated).*[0-9]$' uid 1000 kill app
      ✓ comm "isolated2" matches ~ '^(web|isolated).*[0-9]$'
      ✓ uid 1000 == 1000
      → a candidate: kill app

verdict  candidate by app.oom:6: kill app
unit     3 processes, 800M together: 21 20 22
score    97, of the unit's total
rank     1 of 2: it is the victim

   rank  pid  comm       total  score  apart  rule
>     1   21  isolated2   400M     97         app.oom:6
      2   60  lead        200M     24  -600M  app.oom:8
END
code 0 "why, an equal unit" why 20 -r app.oom -s app.snap
same "why: who stands for the same unit" <<'END'
pid 20 (web1) uid 1000, total 300M, age 1h, oom_score_adj 0, in /

app/early, hook low
  ✓ mem.available 2G < 4G (50%)
  app.oom:6  comm ~ '^(web|isolated).*[0-9]$' uid 1000 kill app
      ✓ comm "web1" matches ~ '^(web|isolated).*[0-9]$'
      ✓ uid 1000 == 1000
      → a candidate: kill app

verdict  candidate by app.oom:6: kill app
unit     3 processes, 800M together: 20 21 22
score    97, of the unit's total
rank     pid 21 stands for the same unit

  rank  pid  comm       total  score    rule
     1   21  isolated2   400M     97    app.oom:6
     2   60  lead        200M     24    app.oom:8
END
code 0 "why, a broken unit" why 60 -r app.oom -s app.snap
same "why: a unit that is broken up" <<'END'
pid 60 (lead) uid 1000, total 200M, age 1h, oom_score_adj 0, in /

app/early, hook low
  ✓ mem.available 2G < 4G (50%)
  app.oom:6  comm ~ '^(web|isolated).*[0-9]$' uid 1000 kill app
      ✗ comm "lead" does not match ~ '^(web|isolated).*[0-9]$'
  app.oom:7  comm "spared" uid 1000 exempt
      ✗ comm "lead" does not match "spared"
  app.oom:8  pgrp 60 limit rate 1/hour kill pgrp
      ✓ pgrp 60 == 60
      ✓ limit: it has a token left
      → a candidate: kill pgrp

verdict  candidate by app.oom:8: kill pgrp
unit     broken up by a member that is exempt or out of scope: it alone
score    24, of total
rank     2 of 2

   rank  pid  comm       total  score  apart  rule
      1   21  isolated2   400M     97  +600M  app.oom:6
>     2   60  lead        200M     24         app.oom:8
END
cat >m.oom <<'END'
table m
chain pods {
	hook memcg
	scope cgroup "/pods/**"
	policy kill
	memcg.current > 50% total > 25% score +100
	oom_score_adj <= -900 exempt
	comm "pause" uid 0 exempt
	rss > 10% kill cgroup
}
END
cat >m.snap <<'END'
snapshot 1
at 0s
system mem.total=8G mem.available=4G
cgroup path="/pods" memory.current=1000M memory.max=1000M
cgroup path="/pods/a" memory.current=700M memory.max=max
cgroup path="/pods/b" memory.current=300M memory.max=500M memory.oom.group=1
process pid=1 comm=init
process pid=40 comm=app uid=1000 rss=600M cgroup="/pods/a"
process pid=41 comm=side uid=1000 rss=50M cgroup="/pods/a"
process pid=42 comm=pause uid=0 rss=1M cgroup="/pods/b"
process pid=43 comm=work uid=1000 rss=290M cgroup="/pods/b"
process pid=50 comm=other rss=2G cgroup="/x"
END
code 0 "why, memcg" why 40 -r m.oom -s m.snap --hook memcg:/pods
same "why: hook memcg: the limit that was hit, scores in thousandths of it" <<'END'
pid 40 (app) uid 1000, total 600M, age 1h, oom_score_adj 0, in /pods/a

m/pods, hook memcg
  ✓ /pods has hit its limit of 1000M
  m.oom:6  memcg.current > 50% total > 25% score +100
      ✓ memcg.current 700M > 50% of memcg.max = 500M
      ✓ total 600M > 25% of the limit hit = 250M
      → score +100, in this chain +100
  m.oom:7  oom_score_adj <= -900 exempt
      ✗ oom_score_adj 0 <= -900
  m.oom:8  comm "pause" uid 0 exempt
      ✗ comm "app" does not match "pause"
  m.oom:9  rss > 10% kill cgroup
      ✓ rss 600M > 10% of the limit hit = 100M
      → a candidate: kill cgroup

verdict  candidate by m.oom:9: kill cgroup
unit     2 processes, 650M together: 40 41
score    750: 650 of the unit's total, +100 by score statements
rank     1 of 2: it is the victim

   rank  pid  comm  total  score  apart  rule
>     1   40  app    600M    750         m.oom:9
      2   41  side    50M     50  -700M  m.oom:5
END
code 0 "why, memory.oom.group" why 43 -r m.oom -s m.snap --hook memcg:/pods
same "why: hook memcg: a group with an exempt member" <<'END'
pid 43 (work) uid 1000, total 290M, age 1h, oom_score_adj 0, in /pods/b

m/pods, hook memcg
  ✓ /pods has hit its limit of 1000M
  m.oom:6  memcg.current > 50% total > 25% score +100
      ✓ memcg.current 300M > 50% of memcg.max = 250M
      ✓ total 290M > 25% of the limit hit = 250M
      → score +100, in this chain +100
  m.oom:7  oom_score_adj <= -900 exempt
      ✗ oom_score_adj 0 <= -900
  m.oom:8  comm "pause" uid 0 exempt
      ✗ comm "work" does not match "pause"
  m.oom:9  rss > 10% kill cgroup
      ✓ rss 290M > 10% of the limit hit = 100M
      → a candidate: kill cgroup

verdict  exempt: a member of its memory.oom.group is, and the kernel takes such a group whole

  rank  pid  comm  total  score    rule
     1   40  app    600M    750    m.oom:9
     2   41  side    50M     50    m.oom:5
END
code 0 "why, outside of the cgroup" why 50 -r m.oom -s m.snap --hook memcg:/pods
same "why: hook memcg: outside of the cgroup that was hit" <<'END'
pid 50 (other) uid 0, total 2G, age 1h, oom_score_adj 0, in /x

m/pods, hook memcg
  ✓ /pods has hit its limit of 1000M

verdict  not looked at: outside of /pods, which has hit its limit

  rank  pid  comm  total  score    rule
     1   40  app    600M    750    m.oom:9
     2   41  side    50M     50    m.oom:5
END
code 0 "why -j, memory.oom.group" why 43 -j -r m.oom -s m.snap --hook memcg:/pods
says out '"verdict":"exempt","by":"group"'
code 0 "eval -j, memcg" eval -j -r m.oom -s m.snap --hook memcg:/pods
says out '"rule":"m.oom:9","score":750'
says out '"ranking":\[\{"pid":40,"comm":"app","unit":"cgroup","score":750'

# ---- test -------------------------------------------------------------------

cat >good.test <<'END'
use "p.oom"			# beside this file
snapshot "p.snap"
test "the compiler goes first" {
	expect victim comm "cc1*" total > 1G
	expect candidate comm { "cc1",	# also the small one
		"hog" }
	expect order comm "cc1plus", comm "hog",
		comm "cc1"
	expect exempt comm "sshd"; expect warn uid 1000 comm "hog"
	expect rule p.oom:17
	expect dies comm "cc1plus"; expect lives comm { "cc1", "hog", "sshd" }
	expect action "kill process, prefer 10"
}
test "no hook, no victim" { hook oom; expect none }
test "nothing while memory is free" {
	set system mem.available=90%
	expect none
	expect candidate comm "hog"
}
test 'who is gone, and who has grown' {
	set process pid=20 gone
	set process pid=40 rss=7G exe="/usr/bin/x;}"
	expect victim comm "db" exe "/usr/bin/x;}"
}
END
cat >times.test <<'END'
use "p.oom"
snapshot "times.snap"
test "at first" { at 0s; expect none }
test "then" { expect victim comm "hog" }
END
cat >times.snap <<'END'
snapshot 1
at 0s
system mem.total=8G mem.available=4G
process pid=30 comm=hog rss=3G exe="/srv/hog"
at 10s
system mem.available=100M
END
code 0 "test" test good.test times.test
same "test: a line each" <<'END'
good.test
  ok      the compiler goes first
  ok      no hook, no victim
  ok      nothing while memory is free
  ok      who is gone, and who has grown
times.test
  ok      at first
  ok      then
6 tests, 0 failed
END
code 0 "test --tap" test --tap good.test
says out '^ok 1 - good\.test: the compiler goes first'
says out '^1\.\.4'
code 0 "test -j" test -j good.test
says out '"ok":true,"passed":4,"failed":0'
cat >fail.test <<'END'
use "p.oom"
snapshot "p.snap"
test "all wrong" {
	expect victim comm "hog"
	expect none
	expect rule p.oom:11
	expect order comm "hog", comm "cc1plus"
	expect exempt comm "hog"
	expect candidate comm "sshd"
	expect warn comm "sshd"
	expect victim comm "nobody"
	expect exempt comm "nobody"
	expect dies comm "hog"
	expect lives comm "cc1*"
	expect dies comm "nobody"
	expect action "kill tree, prefer 10"
}
test "one right" { expect victim pid 20 }
END
code 1 "test, failures" test fail.test
says out '^  FAILED  all wrong'
says out '^  ok      one right'
for line in 4 5 6; do
	says out "fail\\.test:$line:2: error: pid 20 \\(cc1plus\\) dies, by p\\.oom:17"
done
says out 'fail\.test:7:2: error: pid 20 \(cc1plus\), rank 1, comes before pid 30 \(hog\), rank 2'
says out 'fail\.test:8:2: error: pid 30 \(hog\) is a candidate, by p\.oom:11'
says out 'fail\.test:9:2: error: pid 10 \(sshd\) is exempt, by p\.oom:5'
says out 'fail\.test:10:2: error: pid 10 \(sshd\) is not warned'
says out 'fail\.test:11:2: error: pid 20 \(cc1plus\) dies'
says out 'fail\.test:12:2: error: no process matches'
says out 'fail\.test:13:2: error: pid 30 \(hog\) is not among who dies, by p\.oom:17'
says out 'fail\.test:14:2: error: pid 20 \(cc1plus\) dies, by p\.oom:17'
says out 'fail\.test:15:2: error: no process matches'
says out 'fail\.test:16:2: error: it is: kill process, prefer 10'
says out '^      verdict  candidate by p\.oom:17'
says out '^2 tests, 1 failed'
code 1 "test --tap, failures" test --tap fail.test
says out '^not ok 1 - fail\.test: all wrong'
says out '^#   fail\.test:4:2: error'
code 1 "test -j, failures" test -j fail.test
says out '"failures":\[\{"line":4,"text":"pid 20 .cc1plus. dies, by p.oom:17","why":\{"pid":20'
cat >wrong.test <<'END'
use "p.oom"
snapshot "p.snap"
test "wrong" {
	hook lo
	expect victm comm "x"
	expect victim comm "x" score +5
	expect victim colour 7
	expect order comm "a"
	expect rule foo
	at soon
	nonsense
	set
	expect none extra
}
test "empty" { }
test "long" { expect candidate comm {
		"a", "bbbbbbbbbbbbbbbbbbbbbbb"
	} }
stuff
test "open" { expect none
END
code 1 "test, a file full of errors" test wrong.test
for place in 4:7 5:9 6:16 7:16 8:15 9:14 10:5 11:2 12:5 13:14 15:1 17:8 19:1 20:1; do
	says err "^wrong\\.test:$place: error: "
done
printf 'use "p.oom"\ntest "a" {\n\tset process pid=7 rss=6Q\n\texpect none\n}\n' >set.test
code 1 "test, a wrong set" test set.test
says err '^set\.test:3:24: error: rss: a size'
printf 'use "p.oom"\ntest "a" {\n\tset process pid=7\n\texpect none\n}\n' >set.test
code 1 "test, a new process without comm" test set.test
says err '^set\.test:3:6: error: process 7 is new'
printf 'use "no.oom"\ntest "a" { expect none }\n' >no.test
code 1 "test, no such policy" test no.test
says err '^no\.test:1:5: error: no\.oom: No such file'
printf 'use "p.oom"\nsnapshot "no.snap"\ntest "a" { expect none }\n' >no.test
code 1 "test, no such snapshot" test no.test
says err '^no\.test:2:10: error: no\.snap: No such file'
printf 'use "p.oom"\n' >no.test
code 1 "test, no tests" test no.test
code 1 "test, no such file" test nothere.test
code 2 "test, of nothing" test

# ---- diff -------------------------------------------------------------------

printf 'table spare\nchain a {\n hook low\n when mem.available < 1%%\n policy exempt\n}\n' >spare1.oom
sed 's/kill prefer 10/kill/; s/ exempt$/ score +1/' p.oom >q.oom
code 0 "diff" diff p.oom q.oom --snapshot p.snap
same "diff: old and new, aligned" <<'END'
p.snap: 5 of 6 processes change
  pid  comm     total  old                        new
   10  sshd        5M  exempt p.oom:5         ->  candidate #5 q.oom:11
   20  cc1plus   1.4G  dies #1 p.oom:17       ->  candidate #2 q.oom:17
   21  cc1       600M  candidate #3 p.oom:11  ->  candidate #4 q.oom:11
   30  hog         3G  candidate #2 p.oom:11  ->  dies #1 q.oom:11
   40  db          1G  exempt p.oom:6         ->  candidate #3 q.oom:11
END
code 1 "diff --exit-code" diff p.oom q.oom --snapshot p.snap --exit-code
code 0 "diff, the same" diff p.oom p.oom -s p.snap -s times.snap --exit-code
says out '^p\.snap: 0 of 6 processes change$'
says out '^times\.snap: 0 of 1 processes change$'
code 0 "diff -j" diff p.oom q.oom -s p.snap -j
says out '^\{"changes":5,"snapshots":\[\{"snapshot":"p\.snap","processes":6,'
says out '"pid":10,"comm":"sshd","old":\{"verdict":"exempt","rank":null,"rule":"p\.oom:5"\}'
code 0 "diff of this machine, beside other rules" diff spare1.oom spare1.oom --rules p.oom
code 1 "diff, no such policy" diff p.oom nothere.oom -s p.snap
code 2 "diff, of one policy" diff p.oom

# ---- records: a kill of a process of our own, then why last, replay ----------

tag=oomt$$
cp "$(command -v sleep)" "$tag"
./"$tag" 100 &
victim=$!
cat >kill.oom <<END
table kill
chain early {
	hook low
	when mem.available < 100%
	policy exempt
	comm "$tag" kill prefer 7
}
END
"$OOMCTL" run --backend proc --rules kill.oom --record-dir recs \
	--record-max 5,1M >out 2>err &
guard=$!
wait $victim 2>/dev/null
for _ in 1 2 3 4 5 6 7 8 9 10; do
	ls recs/*.record >/dev/null 2>&1 && break
	sleep 0.3
done
kill $guard
wait $guard
rm -f recs/*-none.record	# that nobody was left, later
[ "$(ls recs/*.record | wc -l)" = 1 ]
verdict "run: a record per decision"
[ "$(stat -c %a recs/*.record)" = 600 ]
verdict "run: of nobody else's business"
code 0 "why last" why last --record-dir recs
says out "^decision 1, .*: killed"
says out "^pid $victim \\($tag\\)"
says out "^verdict  candidate by kill\\.oom:6: kill process, prefer 7"
code 0 "why RECORD, somebody else" why recs/*.record --pid 1
says out 'exempt: pid 1 is always exempt'
code 0 "replay: the same rules" replay recs/*.record
says out "^then     pid $victim \\($tag\\) by kill\\.oom:6: killed"
says out "^again    pid $victim \\($tag\\) by kill\\.oom:6: the same"
printf 'chain a {\n hook low\n when mem.available < 100%%\n policy exempt\n}\n' >spare.oom
code 0 "replay: other rules" replay last --record-dir recs --rules spare.oom
says out '^by these nobody: another decision'
code 0 "replay -j" replay last --record-dir recs --rules spare.oom -j
says out "\"same\":false,\"then\":\\{\"pid\":$victim,.*\"now\":\\{\"hook\":\"low\""
code 0 "why last, by other rules" why last --record-dir recs --rules spare.oom
says out 'exempt by the policy, spare\.oom:4'
sed "s/^process pid=$victim .*/process pid=$victim comm=other/" recs/*.record >other.record
code 1 "replay: what must be the same is not" replay other.record
says err 'the same rules take somebody else'
head -c 700 recs/*.record >cut.record
code 1 "replay: a record cut short" replay cut.record
says err '^cut\.record:[0-9]*:[0-9]*: error: '
code 1 "replay: no record" replay p.oom
says err 'a record begins with the line'
code 1 "replay: no such file" replay nothere.record

# What is no kill: a freeze, its thaw, and then a command.
./"$tag" 100 &
victim=$!
cat >deeds.oom <<END
table deeds
chain early {
	hook low
	when mem.available < 100%
	policy exempt
	comm "$tag" freeze for 1s
}
END
"$OOMCTL" run --backend proc --rules deeds.oom --record-dir deeds >out 2>err &
guard=$!
for _ in $(seq 40); do
	grep -q thawed_ns deeds/*.record 2>/dev/null && break
	sleep 0.2
done
kill $guard
wait $guard
says out '^[0-9:.]+ thawed after 1\.[0-9]* s, 1 process: decision 1, pid [0-9]+ \('
[ "$(ls deeds/*.record | grep -vc none)" = 1 ]
verdict "a freeze is recorded, once"
ls deeds/*-none.record >/dev/null
verdict "and that nobody was left to be frozen"
code 0 "why last, of a freeze" why last --record-dir deeds
says out '^decision 1, .*: frozen, thawed after 1\.'
says out "^verdict  candidate by deeds\.oom:6: freeze process for 1s"
code 0 "replay, of a freeze" replay last --record-dir deeds
says out "^then     pid $victim \($tag\) by deeds\.oom:6: frozen, thawed after"
says out "^again    pid $victim .*: the same"
code 0 "replay -j, of a freeze" replay last --record-dir deeds -j
says out '"result":"frozen","action":"freeze","thawed_ns":1[0-9]*'
code 0 "replay, of what found nobody" replay deeds/*-none.record
says out '^then     nobody: nobody may be taken'
says out '^again    nobody: the same'
sed -i "s/freeze for 1s/exec \"exit 3\"/" deeds.oom
rm -r deeds
"$OOMCTL" run --backend proc --rules deeds.oom --record-dir deeds >out 2>err &
guard=$!
for _ in $(seq 40); do
	grep -q '^status=3' deeds/*.record 2>/dev/null && break
	sleep 0.2
done
kill $guard
wait $guard
code 0 "why last, of a command" why last --record-dir deeds
says out '^decision 1, .*: the command has run'
grep -q '^command="exit 3"' deeds/*.record
verdict "the command is in the record"
kill $victim
mkdir none
code 1 "why last, without any" why last --record-dir none
says err 'there is no record in none'
code 2 "replay, of nothing" replay

echo "1..$number"
