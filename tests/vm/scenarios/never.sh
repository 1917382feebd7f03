# SPDX-License-Identifier: GPL-2.0-only OR MIT
# No executor was ever started: the kernel's own killer takes the policy's victim.
guest() {
	module
	policy never <<-E
		chain last {
			hook oom
			policy kill
			comm "big" uid root exempt
		}
	E
	supervise <<-E
		spawn small 0 hog --name small --mb 60
		spawn big 0 hog --name big --mb 270 --rate 200 --after 500
		until small 20000
		sleep 1000
		alive big
		end
	E
}
expect() {
	died small
	has "ALIVE big"
	has "Killed process [0-9]+ \(small\)"
	has "decision 1: .*: killed by the kernel, steered by the policy"
}
