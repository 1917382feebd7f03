# SPDX-License-Identifier: GPL-2.0-only OR MIT
# A grace in hook low: who ignores the first signal dies by SIGKILL when it is
# over, not before and not much after; who obeys dies by that signal alone;
# without an executor the module sends both; hook oom takes the same one at
# once; an earlier chain ends it; so does the end of the policy, without a kill.
memory=512
seconds=300
guest() {
	module
	policy grace <<-E
		chain urgent {
			hook low
			when mem.available < 25%
			fallback policy
			policy exempt
			comm "urgent" kill
		}
		chain early {
			hook low
			when mem.available < 60%
			until mem.available > 75%
			fallback policy
			policy exempt
			comm "deaf*" kill grace 2s
			comm "good*" kill grace 5s signal USR1
			comm "late" kill grace 1h
		}
		chain last {
			hook oom
			policy exempt
			comm "other" kill
		}
	E
	executor
	supervise <<-E
		spawn deaf1 0 hog --name deaf1 --mb 220 --ignore-term
		until deaf1 20000
		sleep 500
		spawn good1 0 hog --name good1 --mb 220
		until good1 20000
		end
	E
	stop_all
	echo "GUEST without an executor"
	supervise <<-E
		spawn deaf2 0 hog --name deaf2 --mb 220 --ignore-term
		until deaf2 20000
		sleep 500
		spawn good2 0 hog --name good2 --mb 220
		until good2 20000
		end
	E
	echo "GUEST ended early"
	supervise <<-E
		spawn late 0 hog --name late --mb 200 --ignore-term
		sleep 3000
		alive late
		spawn urgent 0 hog --name urgent --mb 180
		until late 60000
		sleep 300
		end
	E
	sed -i '/chain urgent/,/^}/d' /tmp/grace.oom
	oomctl load /tmp/grace.oom
	supervise <<-E
		spawn late2 0 hog --name late --mb 220 --ignore-term
		sleep 3000
		alive late2
		spawn other 0 hog --name other --mb 20
		spawn big 0 hog --name big --mb 280
		until late2 60000
		sleep 800
		alive other
		alive big
		end
	E
	echo "GUEST flushed"
	sed -i 's/grace 1h/grace 12s/' /tmp/grace.oom
	oomctl load /tmp/grace.oom
	supervise <<-E
		spawn late3 0 hog --name late --mb 220 --ignore-term
		sleep 10000
		run oomctl flush grace
		sleep 7000
		alive late3
		end
	E
}
# The ms of a decision's ending, by the name of its victim
took() {
	sed -nE "s/.*low: decision [0-9]+: process [0-9]+ \\($1\\).*: $2, ([0-9]+) ms.*/\1/p" "$console" | head -1
}
expect() {
	local name ms
	for name in deaf1 deaf2; do
		died $name
		ms=$(took $name "killed by the module's signal")
		[ -n "$ms" ] && [ "$ms" -ge 2000 ] && [ "$ms" -le 3500 ] ||
			complain "$name went after ${ms:-?} ms"
	done
	for name in good1 good2; do
		has "EXIT $name signal 10"
		ms=$(took $name 'the victim went within its grace')
		[ -n "$ms" ] && [ "$ms" -le 1500 ] || complain "$name went after ${ms:-?} ms"
	done
	before "EXIT deaf1" "GUEST without an executor"
	[ "$(count 'ALIVE late$')" = 1 ] || complain "late died before the other came"
	died late
	lives urgent
	has "ALIVE late2"
	died late2
	has "ALIVE other"
	has "ALIVE big"
	hasnt "invoked oom-killer"
	has "ALIVE late3"
	has "let go: its policy is gone"
}
