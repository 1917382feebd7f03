# SPDX-License-Identifier: GPL-2.0-only OR MIT
# Hostile process names: what looks like /proc/PID/stat, newline, quotes,
# UTF-8, bytes that are none, terminal escapes, glob letters, 15 bytes, nothing.
# Both backends match each by its own rule, and what is printed stays one line
# or JSON.
boots='module proc'
guest() {
	local free monitors=
	free=$(available)
	rules names <<-E
		chain early {
			hook low
			when mem.available < $((free - 150))M
			until mem.available > ${free}M
			policy exempt
			jump each
		}
		chain last {
			hook oom
			policy exempt
			jump each
		}
		$(cat <<-'RULES'
		chain each {
			comm ") 1 (" kill prefer 9
			comm "a\nb" kill prefer 8
			comm "q\"'\\\\z" kill prefer 7
			comm "größe" kill prefer 6
			comm "\xff\xfe" kill prefer 5
			comm "fifteen-bytes-x" kill prefer 4
			comm "" kill prefer 3
			comm "\\*\\?\\[" kill prefer 2
			comm "\x1b\\[31m%s%n" kill prefer 1
		}
		RULES
		)
	E
	run_options=-j enforce names
	if [ "${proc:-0}" = 0 ]; then
		oomctl monitor >/tmp/monitor &
		monitors=$!
		oomctl monitor -j >/tmp/monitor.json &
		monitors="$monitors $!"
	fi
	cat >/tmp/look <<-'E'
		echo "JSON eval $(oomctl eval -j --hook oom --rules /tmp/names.oom | tr -d '\n')"
		oomctl snapshot -o /tmp/now.snap
		echo "JSON snap $(oomctl eval -j --hook oom --rules /tmp/names.oom --snapshot /tmp/now.snap | tr -d '\n')"
		oomctl eval --hook oom --rules /tmp/names.oom | sed 's/^/TEXT /'
		[ ! -e /dev/oomtables ] || {
			query tasks oom /tmp/oom
			sed 's/^/VERDICT /' /tmp/oom.verdicts
		}
	E
	supervise <<-'E'
		spawn n1 0 hog --mb 12 --name )\x201\x20(
		spawn n2 0 hog --mb 12 --name a\x0ab
		spawn n3 0 hog --mb 12 --name q"'\z
		spawn n4 0 hog --mb 12 --name größe
		spawn n5 0 hog --mb 12 --name \xff\xfe
		spawn n6 0 hog --mb 12 --name fifteen-bytes-x
		spawn n7 0 hog --mb 12 --name \x00
		spawn n8 0 hog --mb 12 --name *?[
		spawn n9 0 hog --mb 12 --name \x1b[31m%s%n
		spawn like1 0 hog --mb 2 --name )\x201
		spawn like2 0 hog --mb 2 --name a
		spawn like6 0 hog --mb 2 --name fifteen-bytes-
		spawn like8 0 hog --mb 2 --name x?[
		full n9 40000
		full n1 40000
		full like8 40000
		run sh /tmp/look
		spawn big 0 hog --name big --mb 70 --rate 100
		until n9 15000
		sleep 500
		alive like1
		alive like2
		alive like6
		alive like8
		alive big
		end
	E
	[ "${proc:-0}" = 1 ] || { kill $monitors; sleep 0.5; }
	stop_all >/tmp/all
	grep '^{' /tmp/all | sed 's/^/JSON run /'
	[ "${proc:-0}" = 1 ] || {
		sed 's/^/MONITOR /' /tmp/monitor
		sed 's/^/JSON monitor /' /tmp/monitor.json
	}
	sleep 0.2
}
named() {
	local i monitors=0
	for i in 1 2 3 4 5 6 7 8 9; do
		died n$i
		# The line of its own rule.
		has "^JSON run \{\"decision\":$i,.*\"victim\":\{[^{]*\"rule\":\"names.oom:$((i + 13))\""
	done
	for i in 1 2 6 8; do
		has "ALIVE like$i"
	done
	has "ALIVE big"
	json_lines 'JSON eval' 1
	json_lines 'JSON snap' 1
	json_lines 'JSON run' 9
	[ "$(sed -n 's/^JSON eval //p' "$console" | eval_verdicts | grep -c ^rank)" = 9 ] ||
		complain "eval does not see nine candidates"
	[ "$(sed -n 's/^JSON snap //p' "$console" | eval_verdicts | grep -c ^rank)" = 9 ] ||
		complain "eval of a snapshot does not see nine candidates"
	has 'TEXT .*\(?\) 1 \('
	! grep -a -A999999 '^GUEST .* begins' "$console" | grep -qa $'\x1b' ||
		complain "a name reaches the terminal as it is"
	[ "$boot_kind" = module ] || return 0
	[ "$(count '^VERDICT rank')" = 9 ] || complain "the module does not see nine candidates"
	monitors=$(count '^MONITOR')
	[ "$monitors" = "$(count '^MONITOR +[0-9]+\.[0-9]{3}  (decision|ending|handler|tables)')" ] ||
		complain "monitor prints what is no event's line"
	[ "$(count '^MONITOR .* decision [0-9]+: hook')" = 9 ] || complain "monitor does not tell of nine decisions"
	json_lines 'JSON monitor' "$monitors"
	has 'oomtables: low: decision 2: process [0-9]+ \(a.*b\) .*: killed by the executor'
}
expect() {
	each named
}
