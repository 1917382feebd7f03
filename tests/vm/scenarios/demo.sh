# SPDX-License-Identifier: GPL-2.0-only OR MIT
# A database that must not die, and a build that eats the machine up; the
# same three times: without the module, with it, and with the executor stopped.
# tests/vm/demo shows it; here it is checked.
boots='control module stopped'

demo_policy() {
	cat <<'POLICY'
# The database stays; what is large and new goes first.
chain protect {
	hook guard
	comm "database" uid 70 exempt
	comm { "sshd", "supervise", "oomctl" } uid root exempt
}

chain early {
	hook low
	when mem.available < 12%
	until mem.available > 20%
	policy kill
	total < 4M exempt
}

chain last {
	hook oom
	deadline 500ms
	policy kill
}
POLICY
}

guest() {
	local stop=
	module
	demo_policy | policy demo
	if [ "${module:-1}" != 0 ]; then
		executor
		[ "${stopped:-0}" = 0 ] || { kill -STOP "$executor"; echo "GUEST executor stopped"; }
	fi
	supervise <<-END
		spawn sshd 0 hog --name sshd --mb 2
		spawn database 0 hog --name database --mb 200 --uid 70
		sleep 1500
		spawn build 0 hog --name build --rate 60
		until build 20000
		sleep 1000
		alive sshd
		alive database
		alive build
	END
	[ "${stopped:-0}" = 0 ] || kill -CONT "$executor"
	[ "${module:-1}" = 0 ] || { sleep 1; stop_all; }
}

expect() {
	first_dead database "$control"
	died build
	has "ALIVE database"
	hasnt "Out of memory: Killed"
	died build "$keep/demo.stopped.console"
	has "ALIVE database" "$keep/demo.stopped.console"
	has "Out of memory: Killed process [0-9]+ \(build\)" "$keep/demo.stopped.console"
}
