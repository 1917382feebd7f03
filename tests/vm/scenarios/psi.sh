# SPDX-License-Identifier: GPL-2.0-only OR MIT
# Pressure is what the handler pushes: a fresh value makes hook low act at
# once, a kill relieves it (so one dies, not two), a value out of range and a
# metric that is the module's own are refused.
guest() {
	module
	policy psi <<-E
		chain early {
			hook low
			when psi.full.avg10 > 80%
			policy exempt
			comm "small*" kill
		}
	E
	handler --psi 500
	supervise <<-E
		spawn small0 0 hog --name small0 --mb 10
		sleep 1500
		alive small0
		end
	E
	kill -9 $handler
	wait $handler
	supervise <<-E
		spawn small1 0 hog --name small1 --mb 20
		spawn small2 0 hog --name small2 --mb 30
		full small1 10000
		full small2 10000
		spawn handler 0 handle --psi 9000
		until small2 3000
		sleep 3000
		alive small1
		signal handler 9
		end
	E
	handler --psi 10001
	kill -9 $handler
	wait $handler
}
expect() {
	has "ALIVE small0"
	died small2
	has "ALIVE small1"
	has "low: decision 1: .*small2.* by psi.oom:5 .*: killed by the executor"
	hasnt "decision 2"
	has "HANDLE write: Invalid argument"
}
