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
mkdir none
code 1 "why last, without any" why last --record-dir none
says err 'there is no record in none'
code 2 "replay, of nothing" replay

echo "1..$number"
