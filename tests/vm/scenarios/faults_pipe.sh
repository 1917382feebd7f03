# SPDX-License-Identifier: GPL-2.0-only OR MIT
# Nobody reads what the executor prints: its pipe is full.  It goes on killing in
# time all the same, and nobody has to wait for it.
seconds=150
guest() {
	module
	policy pipe <<-E
		chain last {
			hook oom
			deadline 1s
			policy kill
			comm "big" uid root exempt
		}
	E
	mkfifo /tmp/pipe
	exec 7<>/tmp/pipe
	oomctl run >/tmp/pipe 2>&1 &
	executor=$!
	for i in $(seq 100); do
		[ "$(query status state)" = 1 ] && break
		sleep 0.1
	done
	# To the last byte: the next one blocks.
	dd if=/dev/zero bs=1 count=70000 of=/tmp/pipe 2>/dev/null &
	filler=$!
	sleep 4
	supervise <<-E
		spawn small1 0 hog --name small1 --mb 40
		spawn small2 0 hog --name small2 --mb 30
		spawn big 0 hog --name big --mb 310 --rate 200 --after 500
		until small1 30000
		until small2 30000
		sleep 300
		alive big
		end
	E
	echo "MISSES $(query status misses)"
	echo "STATE $(query status state)"
	kill -9 $executor $filler
	wait $executor $filler
	exec 7>&-
	executor=
}
expect() {
	died small1
	died small2
	has "ALIVE big"
	has "MISSES 0$"
	has "STATE 1$"
	[ "$(count 'decision [0-9]+: .*: killed by the executor')" -ge 2 ] ||
		complain "the executor was kept from killing"
}
