# SPDX-License-Identifier: GPL-2.0-only OR MIT
# GFP_NOFS: the kernel kills nobody for such an allocation, so a mark does
# nothing; the module signals by itself.
guest() {
	module
	probe
	policy nofs <<-E
		chain last {
			hook oom
			policy kill
			uid root comm { "busybox", "sh", "nofs" } exempt
		}
	E
	printf '#!/bin/sh\necho nofs 70000 >/proc/oomt_probe\n' >/tmp/nofs
	chmod +x /tmp/nofs
	supervise <<-E
		spawn small 0 hog --name small --mb 60
		sleep 500
		spawn nofs 0 /tmp/nofs
		until small 20000
		until nofs 20000
		end
	E
	rmmod oomt_probe
}
expect() {
	died small
	has "EXIT nofs status 0"
	hasnt "invoked oom-killer"
	has "decision 1: .*small.*: killed by the module's signal"
}
