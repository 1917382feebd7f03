# SPDX-License-Identifier: GPL-2.0-only OR MIT
# Begin, chunk, commit and flush with their 1st, 2nd, 3rd ... allocation failing,
# slab or page, until one gets by: what fails has changed nothing, and the tables
# that were in force go on deciding.  Before that, the same of inserting the
# module: either it is there, or nothing of it is.  Needs a kernel that can fail
# on demand.
needs=fail-nth
seconds=300
guest() {
	[ -e /proc/self/fail-nth ] || { echo "SKIP this kernel has no fail-nth"; module; return; }
	mount -t debugfs debugfs /sys/kernel/debug 2>/dev/null
	for kind in failslab fail_page_alloc; do
		echo 0 >/sys/kernel/debug/$kind/verbose
		echo 0 >/sys/kernel/debug/$kind/ignore-gfp-wait
	done
	strain insert /oomtables.ko
	module
	policy other <<-E
		chain last {
			hook oom
			policy kill
			comm "big" uid root exempt
		}
	E
	rules good <<-E
		chain early {
			hook low
			when mem.available < 1%
			policy kill
			comm { "a*", "b*" } uid root exempt
			comm "c" limit rate 1/second log "c" continue
		}
	E
	oomctl compile /tmp/good.oom -o /tmp/good.img
	strain nth /tmp/good.img
	oomctl list | sed 's/^/LIST /'
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
	has "STRAIN done insert 5"
	has "STRAIN done nth 6"
	# Each must have failed on its way, or nothing was tested.
	for one in insert begin chunk commit flush; do
		has "^STRAIN nth $one: [0-9]+ allocations, [1-9]"
	done
	has "^LIST .*table other"
	died small
	has "ALIVE big"
}
