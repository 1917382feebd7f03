# SPDX-License-Identifier: GPL-2.0-only OR MIT
# Two thousand listeners that never read, and one that is stopped: events are
# lost for them alone, the module's memory does not grow, and the executor and
# a listener that reads miss nothing.
memory=512
seconds=240
guest() {
	module
	policy deaf <<-E
		chain last {
			hook oom
			policy kill
			comm "big" uid root exempt
			comm "small*" log "small ones" continue
		}
	E
	strain listeners 2000 &
	strain=$!
	query events >/tmp/events &
	query events >/dev/null &
	stopped=$!
	executor
	sleep 3
	kill -STOP $stopped
	kmem before
	# Each load is an event, each OOM three.
	for i in $(seq 30); do
		oomctl load /tmp/deaf.oom >/dev/null || echo "FAULT load $i"
	done
	supervise <<-E
		spawn small1 0 hog --name small1 --mb 60
		spawn small2 0 hog --name small2 --mb 40
		spawn big 0 hog --name big --mb 100 --after 500
		spawn more 0 hog --name big --mb 320 --rate 200 --after 1000
		until small1 30000
		until small2 30000
		sleep 500
		alive big
		end
	E
	sleep 2
	kmem after
	kill -9 $strain $stopped
	wait $strain $stopped
	sleep 1
	kmem gone
	killall query
	stop_all
	sed 's/^/HEARD /' /tmp/events
}
kmem() {
	awk -v when=$1 '/^SUnreclaim/ { print "SLAB " when " " int($2 / 1024) }' /proc/meminfo
}
expect() {
	local before after
	has "STRAIN listeners 2000"
	died small1
	has "ALIVE big"
	has "decision 1: .*: killed by the executor"
	has "^HEARD DECISION oom .* victim small1"
	before=$(sed -n 's/^SLAB before //p' "$console")
	after=$(sed -n 's/^SLAB after //p' "$console")
	# What each socket may hold is its receive buffer, no more; most is shared.
	[ -n "$after" ] && [ $((after - before)) -le 60 ] ||
		complain "slabs grew from $before to $after MiB"
}
