# SPDX-License-Identifier: GPL-2.0-only OR MIT
# Figures for tests/vm/bench idle: what each costs in a minute in which nothing
# happens, all of them at the same time: wake-ups (switches to it) and CPU time.
guest() {
	local oomd executors=
	dmesg -n 4
	module
	policy idle <<-E
		chain early {
			hook low
			when mem.available < 10% and swap.free < 10%
			  or psi.full.avg10 > 40% for 30s and mem.available < 25%
			until mem.available > 15%
			policy kill
		}
	E
	executor >/dev/null
	oomctl run --backend proc --rules /tmp/idle.oom >/tmp/proc.log 2>&1 &
	warden=$!
	earlyoom -r 0 >/dev/null 2>&1 &
	early=$!
	oomd=$(pidof systemd-oomd)
	sleep 20
	spent before
	sleep 60
	spent after
	for who in $executor $warden $early $oomd; do
		echo "MEMORY $(cat /proc/$who/comm)-$who $(awk '/^VmRSS:/ { print $2 }' /proc/$who/status)"
	done
	echo "WHO executor oomctl-$executor warden oomctl-$warden"
	kill $warden $early
	stop_all
}
# name, switches, ns on a CPU: of all threads of each
spent() {
	local who task
	for who in $executor $warden $early $oomd $(pidof oomtables_low); do
		for task in /proc/$who/task/*; do
			echo "SPENT $1 $(cat /proc/$who/comm)-$who $(awk '/ctxt_switches/ { n += $2 } END { print n }' $task/status) $(cut -d' ' -f1 $task/schedstat)"
		done
	done
}
