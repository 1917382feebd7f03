# SPDX-License-Identifier: GPL-2.0-only OR MIT
# hook low acts in time whatever it is woken by is missing: tracepoints of
# reclaim, the glance of busy processors, pressure that is told, its own timer,
# all but the tracepoints (which come late: then memory fills slowly here), all
# but the timer.  The kernel's killer never runs.
boots='module no_trace no_tick no_psi no_timer only_trace only_timer'
seconds=150
guest() {
	module_options=
	[ "${no_trace:-${only_timer:-0}}" = 0 ] || module_options="$module_options no_trace=1"
	[ "${no_tick:-${only_trace:-${only_timer:-0}}}" = 0 ] || module_options="$module_options no_tick=1"
	[ "${no_psi:-${only_trace:-${only_timer:-0}}}" = 0 ] || module_options="$module_options no_psi=1"
	[ "${no_timer:-${only_trace:-0}}" = 0 ] || module_options="$module_options no_timer=1"
	echo "GUEST options$module_options"
	module
	policy early <<-R
		chain early {
			hook low
			when mem.available < 25%
			until mem.available > 30%
			policy exempt
			comm "small" kill
		}
	R
	executor
	sleep 3
	supervise <<-S
		spawn small 0 hog --name small --mb 60
		full small 20000
		sleep 2000
		spawn big 0 hog --name big --mb $(($(available) - 50)) --rate $([ "${only_trace:-0}" = 1 ] && echo 15 || echo 100) --after 500
		until small 40000
		full big 20000
		alive big
		end
	S
	stop_all
}
in_time() {
	died small
	has "ALIVE big"
	has "decision 1: .*small.* by early.oom:6 .*: killed by the executor"
	hasnt "invoked oom-killer"
}
expect() {
	each in_time
}
