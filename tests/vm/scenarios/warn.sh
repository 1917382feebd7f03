# SPDX-License-Identifier: GPL-2.0-only OR MIT
# warn and log in the module: told once per task and episode, the signal sent,
# though nobody may be killed; a log line per decision that is told; a process
# that comes later is warned too.
memory=512
seconds=300
guest() {
	local free
	free=$(available)
	module
	policy warn <<-E
		chain protect {
			hook guard
			comm "listed" warn
		}
		chain early {
			hook low
			when mem.available < $((free - 140))M
			policy exempt
			comm "eager*" warn signal USR1
			comm "log*" log "who logs"
		}
		chain last {
			hook oom
			policy exempt
			comm "eager*" warn signal USR1
			comm "other" log "a \\"line\\"\\nof its own" kill
		}
	E
	NO_COLOR=1 oomctl monitor &
	monitor=$!
	sleep 1
	supervise <<-E
		spawn listed 0 hog --name listed --mb 10
		spawn log1 0 hog --name log1 --mb 5
		spawn log2 0 hog --name log2 --mb 30
		spawn other 0 hog --name other --mb 20
		spawn eager1 0 hog --name eager1 --mb 40
		sleep 1500
		alive eager1
		spawn big 0 hog --name big --mb 150
		until eager1 20000
		sleep 2000
		spawn eager2 0 hog --name eager2 --mb 10
		until eager2 20000
		spawn more 0 hog --name more --mb 0
		until other 60000
		alive big
		end
	E
	kill $monitor
	wait $monitor
}
expect() {
	has "ALIVE eager1"
	has "EXIT eager1 signal 10"
	has "EXIT eager2 signal 10"
	died other
	has "ALIVE big"
	[ "$(count 'warning: pid [0-9]+ \(eager1\) with .* by warn.oom:9, SIGUSR1')" = 1 ] || complain "eager1 not warned once"
	[ "$(count 'warning: pid [0-9]+ \(eager2\)')" = 1 ] || complain "eager2 not warned once"
	[ "$(count 'warning: pid [0-9]+ \(listed\) with .* by warn.oom:3')" = 1 ] || complain "listed not warned once"
	has 'oomtables: low: who logs: 2 passed warn.oom:10, the largest [0-9]+ \(log2\)'
	[ "$(count 'oomtables: low: who logs')" -le 3 ] || complain "logged again and again"
	has 'log "who logs": 2 passed warn.oom:10, the largest is pid [0-9]+ \(log2\)'
	has 'oomtables: oom: a .line.\\nof its own: 1 passed warn.oom:16, the largest [0-9]+ \(other\)'
}
