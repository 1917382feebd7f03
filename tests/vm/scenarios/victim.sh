# SPDX-License-Identifier: GPL-2.0-only OR MIT
# A global OOM: the policy's victim is small, the kernel would take the big one.
boots="control module"
guest() {
	module
	policy victim <<-E
		chain last {
			hook oom
			policy kill
			comm "big" uid root exempt
			comm "small" kill prefer 10
		}
	E
	executor
	supervise <<-E
		spawn small 0 hog --name small --mb 60
		spawn big 0 hog --name big --mb 270 --rate 200 --after 500
		either small big 20000
		sleep 500
		alive small
		alive big
		end
	E
	stop_all
}
expect() {
	died big "$control"
	has "ALIVE small" "$control"
	died small
	has "ALIVE big"
	has "decision 1: process [0-9]+ \(small\) .* by victim.oom:5 .*: killed by the executor"
	hasnt "decision 2"
}
