#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only OR MIT
#
# The commands from outside: exit codes, diagnostics, the keys of the JSON.
# TAP.  Needs neither root nor the module; $OOMCTL is the program.
set -u
: "${OOMCTL:=oomctl/oomctl}"
: "${SRCDIR:=.}"
SRCDIR=$(cd "$SRCDIR" && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/oomtables-cli.XXXXXX")
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
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

# code WANT TEXT ARG...: the exit code; output in ./out, ./err
code() {
	want=$1 text=$2
	shift 2
	"$OOMCTL" "$@" >out 2>err
	got=$?
	[ $got = "$want" ]
	verdict "$text: exit $want (is $got)"
}

says() {	# FILE PATTERN
	grep -qE -- "$2" "$1"
	verdict "says: $2"
}

hasnt() {	# FILE PATTERN
	! grep -qE -- "$2" "$1"
	verdict "does not say: $2"
}

cat >good.oom <<'END'
table desktop
set session { type comm; elements = { "Xorg", "sshd" } }
chain protect {
    hook guard
    comm @session uid root exempt
}
chain early {
    hook low
    when mem.available < 10% and swap.free < 10%
    until mem.available > 15%
    order by total
    policy kill
    comm "Web Content" score +300
    comm { "cc1", "ld" } total > 1G counter kill prefer 10
}
chain trial {
    hook low
    mode dry
    priority 5
    when mem.available < 50%
    policy kill
}
chain last {
    hook oom
    policy kill
}
END
cat >bad.oom <<'END'
table bad
chain a {
    hook low
    when mem.available < 5%
    policy kill
    colour 7 kill
    rss > 5Q kill
}
END
cat >low.snap <<'END'
snapshot 1
at 0s
system mem.total=32G mem.available=1200M psi.full.avg10=12.5
process pid=1 comm=systemd
process pid=2 comm=kthreadd ppid=0 kthread
process pid=50 comm=Xorg rss=9G
process pid=202 comm="Web Content" uid=1000 rss=5380M
process pid=203 comm=cc1 uid=1000 rss=1100M
process pid=204 comm="e\x1b[31mvil" rss=20M
at 30s
system mem.available=20G
END

# ---- usage --------------------------------------------------------------
code 0 "no command"
says out '^Usage: .* COMMAND'
says out '^  eval '
code 0 "--help" --help
code 0 "--version" --version
says out '^oomtables [0-9]'
code 2 "an unknown command" frobnicate
code 2 "check without a file" check
code 2 "eval with an argument" eval good.oom
code 2 "an unknown option" eval --frobnicate
code 2 "an unknown hook" eval --rules good.oom --hook high
code 2 "--at without a snapshot" eval --rules good.oom --at 5s
code 2 "a bad time" eval --rules good.oom --snapshot low.snap --at 5
code 2 "an unknown backend" run --backend magic
code 2 "compile of two files" compile good.oom good.oom --disasm
for command in check compile eval prove snapshot load list flush stats status monitor run fmt import; do
	code 0 "$command --help" $command --help
	says out "^Usage: .*$command"
done

# ---- check and compile --------------------------------------------------
code 0 "check of a good file" check good.oom
says out '^good.oom: table desktop, 4 chains, '
code 1 "check of a bad file" check good.oom bad.oom
says err '^bad.oom:6:5: error: '
says err '^bad.oom:7:12: error: '
says err '\^~'
code 1 "check -j of a bad file" check -j bad.oom
says out '^\{"ok":false,"tables":\[\],"diagnostics":\[\{"file":"bad.oom","line":6,"column":5,"severity":"error","id":"[a-z-]+","text":"'
code 0 "check -j of a good file" check -j good.oom
says out '^\{"ok":true,"tables":\[\{"file":"good.oom","name":"desktop","chains":4,'
code 1 "check of no file" check none.oom
says err 'none.oom: No such file'
code 0 "compile to a listing" compile --disasm good.oom
says out 'good.oom:14 .*counter kill prefer 10'
says out 'kill process prefer 10'
code 0 "compile to a file" compile good.oom -o image
head -c 4 image >out
says out '^OOMT'
code 1 "compile of a bad file" compile bad.oom -o none
[ ! -e none ]
verdict "nothing is written"

# ---- the shipped policies: canonical, and no lint is noisy -----------------
for file in "$SRCDIR"/rules/*.oom "$SRCDIR"/rules/examples/*.oom; do
	code 0 "check --strict ${file##*/}" check --strict "$file"
	code 0 "fmt --check ${file##*/}" fmt --check "$file"
done
[ "$number" -gt 60 ]
verdict "there are policies"

# ---- fmt ----------------------------------------------------------------
printf '#!/x -f\ntable t;define a=5\nchain c{hook low # why\nwhen mem.available<10%%\n\nor swap.free<5%% # b\n\n\n\n# own\npolicy kill;uid {1,\n2} exempt}\n' >loose.oom
cat >tight.oom <<'END'
#!/x -f
table t
define a = 5

chain c {
	hook low # why
	when mem.available < 10%
	  or swap.free < 5% # b

	# own
	policy kill
	uid { 1,
		2 } exempt
}
END
cp loose.oom kept.oom
code 0 "fmt" fmt loose.oom
cmp out tight.oom
verdict "it is laid out, comments kept"
cmp loose.oom kept.oom
verdict "the file is as it was"
"$OOMCTL" fmt - <loose.oom >out 2>err
cmp out tight.oom
verdict "fmt of standard input"
code 1 "fmt --check" fmt --check tight.oom loose.oom
says out '^loose.oom$'
hasnt out tight
chmod 640 loose.oom
code 0 "fmt -w" fmt -w tight.oom loose.oom
says out '^loose.oom$'
hasnt out tight
cmp loose.oom tight.oom && [ "$(stat -c %a loose.oom)" = 640 ]
verdict "the file is rewritten, with its mode"
code 0 "fmt --check of canonical files" fmt --check tight.oom loose.oom
cp bad.oom kept.oom
code 1 "fmt -w of a bad file" fmt -w bad.oom
says err '^bad.oom:6:5: error: '
cmp bad.oom kept.oom
verdict "it is not touched"
code 2 "fmt -w of standard input" fmt -w -

# ---- eval ---------------------------------------------------------------
code 0 "eval" eval --rules good.oom --snapshot low.snap --at 0s
says out 'early.* fires'
says out 'mem.available 1.1G < 3.1G \(10%\)'
says out '^victim +203 +cc1 '
says out '^ *1 +203 .* good.oom:14$'
says out '^ *2 +202 .* good.oom:12$'
says out ' 50 .*Xorg .*good.oom:5$'
says out 'trial is dry'
hasnt out "$(printf '\033')"
says out 'e\\x1b\[31mvil'
code 0 "eval later" eval --rules good.oom --snapshot low.snap
says out 'early.* does not fire'
says out 'nothing dies; if desktop/early fired'
code 0 "eval as JSON" eval --rules good.oom --snapshot low.snap --at 0s -j
for key in '"hook":"low"' '"table":"desktop"' '"chain":"early"' \
	'"fired":true' '"reason":"mem.available 1.1G < 3.1G \(10%\)"' \
	'"victims":\[\{"pid":203,"comm":"cc1","unit":"process","pids":\[203\],"action":"kill","signal":"KILL","grace_ms":0,"rule":"good.oom:14","score":33\}' \
	'"ranking":\[\{"pid":203,"comm":"cc1","unit":"process","score":33,"prefer":10,"rule":"good.oom:14"\},\{"pid":202,' \
	'"exempt":\[\{"pid":1,"comm":"systemd","rule":"always"\}' \
	'\{"pid":50,"comm":"Xorg","rule":"good.oom:5"\}' \
	'"warned":\[\]' '"dry":\[\{"hook":"low","table":"desktop","chain":"trial","fired":true' \
	'vil'; do
	says out "$key"
done
[ "$(wc -l <out)" = 1 ]
verdict "one line"
code 0 "eval as JSON, nothing fires" eval --rules good.oom --snapshot low.snap -j
for key in '"table":null' '"chain":null' '"fired":false' '"victims":\[\]' \
	'"ranking":\[\]' '"exempt":\[\]'; do
	says out "$key"
done
cat >warn.oom <<'END'
table warn
chain protect {
    hook guard
    comm "Xorg" warn signal USR1 exempt
}
chain early {
    hook low
    when mem.available < 10%
    policy kill
    total > 1G warn log "over \x1b[1ma gig" counter log "again"
    total > 100G log "never"
}
END
code 0 "eval of warnings" eval --rules warn.oom --snapshot low.snap --at 0s
says out '^warned 3$'
says out ' 50 .*Xorg .* warn.oom:4 +SIGUSR1$'
says out ' 203 .*cc1 .* warn.oom:10 *$'
says out '^log "over \\x1b\[1ma gig" by warn.oom:10: 2 passed, the largest 202 with 5.2G$'
says out '^log "again" by warn.oom:10: 2 passed'
hasnt out 'never'
code 0 "eval of warnings as JSON" eval --rules warn.oom --snapshot low.snap --at 0s -j
for key in '"warned":\[\{"pid":50,"comm":"Xorg","rule":"warn.oom:4","signal":"USR1"\},\{"pid":202,"comm":"Web Content","rule":"warn.oom:10"\},\{"pid":203,' \
	'"logs":\[\{"text":"over .*a gig","rule":"warn.oom:10","tasks":2,"largest":\{"pid":202,"comm":"Web Content","bytes":5641338880\}\},\{"text":"again",'; do
	says out "$key"
done
code 0 "eval of hook oom" eval --rules good.oom --snapshot low.snap --hook oom -j
says out '"chain":"last","fired":true,"reason":"the kernel ran out of memory","victims":\[\{"pid":202'
code 0 "eval of this machine" eval --rules good.oom -j
says out "\"hook\":\"low\""
code 1 "eval of a bad file" eval --rules bad.oom --snapshot low.snap
code 1 "eval of no snapshot" eval --rules good.oom --snapshot none.snap
printf 'snapshot 1\nat 5s\nsystem colour=3\n' >bad.snap
code 1 "eval of a bad snapshot" eval --rules good.oom --snapshot bad.snap
says err '^bad.snap:3:8: error: unknown key "colour"'
printf 'snapshot 1\nat 5s\n' >late.snap
code 1 "eval before the snapshot" eval --rules good.oom --snapshot late.snap --at 1s
cat >pods.oom <<'END'
table pods
chain pods {
    hook memcg
    scope cgroup "/pods/**"
    policy kill
    rss > 50% exempt
}
END
cat >pods.snap <<'END'
snapshot 1
system mem.total=8G
cgroup path="/pods/a" memory.current=100M memory.max=100M
process pid=5 comm=main rss=60M cgroup="/pods/a"
process pid=6 comm=helper rss=30M cgroup="/pods/a"
process pid=7 comm=other rss=900M cgroup="/pods/b"
END
code 0 "eval of hook memcg" eval --rules pods.oom --snapshot pods.snap --hook memcg:/pods/a -j
says out '"hook":"memcg".*"victims":\[\{"pid":6,'
says out '"score":300.*"ranking":\[\{"pid":6,[^}]*"score":300'
code 1 "a cgroup that is not there" eval --rules pods.oom --snapshot pods.snap --hook memcg:/pods/c
says err 'there is no cgroup /pods/c in pods.snap'
sed 's/table desktop/table other/' good.oom >other.oom
code 0 "two tables" eval --rules good.oom --rules other.oom --snapshot low.snap
code 1 "two tables of one name" eval --rules good.oom --rules good.oom --snapshot low.snap
says err 'error: table "desktop" is also that of good.oom'

# ---- snapshot -----------------------------------------------------------
code 0 "snapshot" snapshot -o me.snap
code 0 "a snapshot of this machine can be read" eval --rules good.oom --snapshot me.snap -j
code 0 "a redacted snapshot" snapshot --redact
hasnt out 'cmdline='
mv out me.snap
code 0 "it can be read, too" eval --rules good.oom --snapshot me.snap -j
code 1 "a snapshot that cannot be written" snapshot -o /dev/full
"$OOMCTL" eval --rules good.oom --snapshot low.snap >/dev/full 2>err
[ $? = 1 ]
verdict "output that cannot be written: exit 1"

# ---- without the module -------------------------------------------------
if [ ! -d /sys/module/oomtables ]; then
	code 3 "eval of the tables in force" eval
	for command in list flush stats status dump monitor run "load good.oom" "-f good.oom"; do
		code 3 "$command without the module" $command
		says err 'module oomtables is not loaded'
	done
	code 3 "status as JSON" status -j
	says out '"metrics":\{"mem.total":[0-9]+'
	says out '"module":null'
	code 1 "load of a bad file" load bad.oom
	says err '^bad.oom:6:5: error: '
fi
# ---- the proc backend; what it does is in proc.sh ------------------------
code 2 "the proc backend without rules" run --backend proc
says err 'rules must be named'
code 1 "the proc backend with a bad file" run --backend proc --rules bad.oom
says err '^bad.oom:6:5: error: '
code 2 "a dry run of the module" run --backend kmod --dry-run
code 2 "unknown facts" run --backend proc --facts magic --rules good.oom
code 2 "facts for the module" run --backend kmod --facts bpf
# prove: three answers; what refutes is a snapshot, and eval agrees
code 0 "prove" prove good.oom 'comm "sshd" uid 0 never kill'
says out '^proved$'
code 1 "prove refutes" prove good.oom 'comm "sshd" never kill hook low'
cp out refuted.snap
says refuted.snap '^# refuted$'
code 0 "eval of what refutes" eval --rules good.oom --snapshot refuted.snap -j
says out '"victims":\[\{"pid":4711,"comm":"sshd"'
code 1 "prove in no time" prove --timeout 0 good.oom 'uid 5 never kill'
says out '^cannot tell: the time is up$'
code 1 "prove -j" prove -j good.oom 'uid 5 always exempt'
says out '"result":"refuted".*"snapshot":"snapshot 1'
code 2 "prove nonsense" prove good.oom 'comm "x" nearly never kill'
code 2 "prove nothing" prove good.oom
code 1 "prove of no chain" prove good.oom 'some kill chain nosuch'
says err 'no such chain'

echo "1..$number"
