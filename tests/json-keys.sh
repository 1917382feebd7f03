#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only OR MIT
#
# Every key of the JSON is documented in oomctl(8), section JSON, in the entry of
# its command (or in one that it refers to): those that commands print here, over
# inputs that bring out the optional ones, and those that stand in the sources,
# for what only the module can tell.  And what the manual says of eval and why is
# printed.  TAP; $OOMCTL is the program.  Needs neither root nor the module.
set -u
: "${OOMCTL:=oomctl/oomctl}"
: "${SRCDIR:=.}"
LC_ALL=C.UTF-8
export LC_ALL
work=$(mktemp -d "${TMPDIR:-/tmp}/oomtables-keys.XXXXXX")
trap 'rm -rf "$work"' EXIT
SRCDIR=$(cd "$SRCDIR" && pwd)
cd "$work" || exit 1
number=0

verdict() {	# TEXT: by the status of the command before; no $( ) in it
	status=$?
	number=$((number + 1))
	[ $status = 0 ] || printf 'not '
	echo "ok $number - $1"
	[ $status = 0 ] || sed 's/^/# /' say
}

# ---- the manual ----------------------------------------------------------

# entry COMMAND: the words of its entry.
entry() {
	awk -v want="$1" '
	/^\.Sh / { in_json = $2 == "JSON"; on = 0; next }
	!in_json { next }
	/^\.Bl/ { depth++ }
	/^\.El/ { depth-- }
	/^\.It Cm / && depth == 1 { on = $3 == want; next }
	on' "$SRCDIR/doc/oomctl.8" | sed 's/^\.[A-Z][a-z]* //' |
		tr -c 'A-Za-z0-9_.\n' '\n' | sed 's/^[.]*//; s/[.]*$//' | sort -u
}

# refers COMMAND: whose entries it may lean on.
refers() {
	case $1 in
	why | replay | run) echo eval ;;
	test) echo why eval ;;
	esac
}

documented() {	# COMMAND
	for of in $1 $(refers "$1"); do
		entry "$of"
	done | sort -u
}

# ---- what is printed -----------------------------------------------------

# keys FILE: of the objects in it; a quote in a string has a backslash before it.
# The keys of "metrics" are names of metrics.
keys() {
	sed 's/"metrics":{[^}]*}/"metrics":0/g' "$1" |
		grep -aoE '[{,] *"[^"\\]+" *:' | sed 's/^[^"]*"//; s/".*//' | sort -u
}

# prints COMMAND TEXT ARG...: each key that it prints is in its entry.
prints() {
	command=$1 text=$2
	shift 2
	"$OOMCTL" "$@" >out 2>err
	cp out "out.$command.$number"
	keys out >got
	documented "$command" >known
	comm -23 got known >say
	[ -s got ] || cat err >say
	[ -s got ] && [ ! -s say ]
	verdict "$command, $text: all keys are documented"
}

cat >p.oom <<'END'
table keys
chain protect {
	hook guard
	comm "sshd" uid root exempt
}
chain early {
	hook low
	when mem.available < 10%
	until mem.available > 50%
	policy kill
	comm "hog" uid 1000 score +10 warn signal USR1 log "hogs" counter kill tree grace 5s prefer 3
	comm "spared" uid 1000 warn exempt
	uid 5 freeze for 1s
}
chain trial {
	hook low
	mode dry
	when mem.available < 50%
	policy kill
}
chain last {
	hook oom
	policy kill
}
chain pods {
	hook memcg
	policy kill
	comm "pause" uid 0 exempt
}
END
sed 's/prefer 3/prefer -3/' p.oom >q.oom
cat >p.snap <<'END'
snapshot 1
system mem.total=8G mem.available=100M swap.total=1G
cgroup path="/a" memory.current=1000M memory.max=1000M memory.oom.group=1
process pid=1 comm=init
process pid=10 comm=sshd rss=5M
process pid=20 comm=hog uid=1000 rss=3G exe="/opt/hog"
process pid=21 ppid=20 comm=child uid=1000 rss=300M
process pid=30 comm=spared uid=1000 rss=1G
process pid=40 comm=other uid=7 rss=900M
process pid=50 comm=leaving uid=7 rss=900M exiting
process pid=60 comm=pause rss=1M cgroup="/a"
process pid=61 comm=work uid=7 rss=900M cgroup="/a"
END
printf 'table x\nchain a {\n hook low\n colour 7\n}\n' >bad.oom
printf 'table x\nset unused { type comm; elements = { "a" } }\nchain a {\n hook oom\n policy kill\n}\n' >lint.oom
cat >good.test <<'END'
use "p.oom"
snapshot "p.snap"
test "right" { expect victim comm "hog" }
test "wrong" { expect none }
test "in doubt" { hook memcg:/nosuch
	expect none }
END

prints check "in order" check -j p.oom
prints check "refused" check -j bad.oom nosuch.oom
prints check "doubtful" check -j --strict lint.oom
grep -q '"severity":"warning","id":"[a-z-]*"' out
verdict "a warning is among them"
prints eval "low" eval -j -r p.oom -s p.snap
prints eval "oom" eval -j -r p.oom -s p.snap -k oom
prints eval "memcg" eval -j -r p.oom -s p.snap -k memcg:/a
for pid in 1 10 20 21 30 40 50; do
	prints why "of pid $pid" why "$pid" -j -r p.oom -s p.snap
done
prints why "memcg" why 61 -j -r p.oom -s p.snap -k memcg:/a
prints prove "proved" prove -j p.oom 'comm "sshd" uid 0 never kill hook low'
prints prove "refuted" prove -j p.oom 'comm "hog" uid 1000 never kill'
prints prove "in memcg" prove -j p.oom 'uid 7 never kill hook memcg'
prints prove "in no time" prove -j --timeout 0 p.oom 'uid 7 never kill'
prints test "of all outcomes" test -j good.test
prints diff "of two" diff -j p.oom q.oom -s p.snap
prints status "of this machine" status -j

# ---- decisions and their records -----------------------------------------

tag=oomk$$
cp "$(command -v sleep)" "$tag"
decide() {	# DEED: of a process of our own
	./"$tag" 100 &
	victim=$!
	cat >kill.oom <<-END
	table kill
	chain early {
		hook low
		when mem.available < 100%
		policy exempt
		comm "$tag" warn log "one" $1
	}
	END
	rm -rf recs
	"$OOMCTL" run -j --backend proc --rules kill.oom --record-dir recs \
		>run.out 2>err &
	guard=$!
	for _ in $(seq 50); do
		grep -q "$2" run.out && ls recs/*.record >/dev/null 2>&1 && break
		sleep 0.2
	done
	sleep "${3:-0}"
	kill $guard
	wait $guard
	kill -9 $victim 2>/dev/null
	wait $victim 2>/dev/null
	cat run.out >>run.all
	mkdir -p kept
	for record in recs/*.record; do
		case $record in
		*-none.record | 'recs/*'*) ;;
		*) cp "$record" "kept/${1%% *}.record" ;;
		esac
	done
}
decide 'kill grace 5s' '"gone_ns":[0-9]'
decide 'freeze for 1s' thawed 1.5
decide 'exec "exit 3"' '"status"'
decide 'kill prefer 1' '"gone_ns":[0-9]'
keys run.all >got
documented run >known
comm -23 got known >say
[ -s got ] && [ ! -s say ]
verdict "run: all keys are documented"
for record in kept/*.record; do
	prints replay "of a $(basename "$record" .record)" replay -j "$record"
	prints why "of a record, $(basename "$record" .record)" why -j "$record"
done
[ "$(ls kept | wc -l)" = 3 ]
verdict "a kill, a freeze and a command were recorded"

# ---- and the other way round ---------------------------------------------

# What stands as a key of its own in the lists of eval and why is printed.
listed() {	# COMMAND
	awk -v want="$1" '
	/^\.Sh / { in_json = $2 == "JSON"; next }
	!in_json { next }
	/^\.Bl/ { depth++ }
	/^\.El/ { depth-- }
	/^\.It Cm / && depth == 1 { on = $3 == want }
	on && depth == 2 && /^\.It Sy / { sub(/^\.It Sy /, ""); gsub(/ , /, "\n"); print }
	' "$SRCDIR/doc/oomctl.8" | sort -u
}
for command in eval why; do
	cat out."$command".* >all
	keys all >got
	listed "$command" >known
	comm -13 got known >say
	[ "$(wc -l <known)" -gt 5 ] && [ ! -s say ]
	verdict "$command: all keys of the manual are printed"
done

# ---- the sources, for what only the module can tell ----------------------

# source_keys FILE: string constants that are keys: behind the format of
# json_pack and behind a comma there, and of json_object_set.
source_keys() {
	tr '\n\t' '  ' <"$SRCDIR/oomctl/$1" | grep -oE '(SET|json_pack|json_object_set(_new)?)\([^;]*;' |
		sed 's/json_\(string\|pack([^,"]*\)("[^"]*")//g' |
		grep -oE '[,(] *"[a-z][a-z_]*" *,' | tr -dc 'a-z_\n' | sort -u
}
for pair in cmd/cmd_list.c:list cmd/cmd_stats.c:stats cmd/cmd_status.c:status last.c:status \
	cmd/cmd_monitor.c:monitor cmd/cmd_check.c:check cmd/cmd_diff.c:diff cmd/cmd_prove.c:prove \
	cmd/cmd_replay.c:replay cmd/cmd_test.c:test eval_json.c:eval why/why_json.c:why \
	executor/printer.c:run; do
	source_keys "${pair%:*}" >got
	documented "${pair#*:}" >known
	comm -23 got known >say
	[ "$(wc -l <got)" -gt 2 ] && [ ! -s say ]
	verdict "${pair%:*}: all keys are documented"
done
# No command prints JSON that this test does not know of.
grep -lE "\"json\", 'j'" "$SRCDIR"/oomctl/cmd/cmd_*.c | sed 's/.*cmd_//; s/\.c$//' | sort >got
printf '%s\n' check diff eval list monitor prove replay run stats status test why | sort >known
diff known got >say
verdict "these commands print JSON, and no other"

echo "1..$number"
