# SPDX-License-Identifier: GPL-2.0-only OR MIT
# The device's descriptor where it does not belong: forked, passed over a socket,
# inherited over exec, duplicated, shared by a process that outlives its opener.
# Only who has opened it is the handler; the place of
# one that died with its files shared can be taken.
guest() {
	module
	policy descriptors <<-E
		chain last {
			hook oom
			deadline 500ms
			policy kill
			comm "big" uid root exempt
		}
	E
	strain descriptors
	supervise <<-E
		spawn small 0 hog --name small --mb 60
		spawn big 0 hog --name big --mb 270 --rate 200 --after 500
		until small 20000
		sleep 500
		alive big
		end
	E
}
expect() {
	hasnt "STRAIN BAD"
	has "STRAIN done descriptors 23"
	died small
	has "ALIVE big"
}
