# SPDX-License-Identifier: GPL-2.0-only OR MIT
# Whom an executor has frozen stays so while another one takes its place, and
# does not stay so for ever when that one is killed: the next lets it go when
# its time is over.
boots="module proc"
memory=512
seconds=300

# state WORD: of the ice, as /proc shows it
state() {
	echo "STATE $1 $(awk '/^State:/ { print $2 }' /proc/$(cat /tmp/ice)/status)"
}
# again OPTION...: another executor, by the backend that this boot is for
again() {
	if [ "${proc:-0}" = 1 ]; then
		oomctl run --backend proc --rules /tmp/frozen.oom >>/tmp/executor.log 2>&1 &
	else
		oomctl run "$@" >>/tmp/executor.log 2>&1 &
	fi
	executor=$!
}
guest() {
	local i line
	mkdir -p /run
	line=$(($(available) - 110))
	rules frozen <<-E
		chain early {
			hook low
			when mem.available < ${line}M
			policy exempt
			comm "ice" freeze for 45s
		}
	E
	enforce frozen
	supervise <<-E &
		spawn ice 0 hog --name ice --mb 50
		pid ice /tmp/ice
		full ice 40000
		spawn big 0 hog --name big --mb 80
		sleep 150000
		end
	E
	for i in $(seq 600); do
		[ -f /tmp/ice ] && state frozen | grep 'T$' && break
		sleep 0.1
	done
	if [ "${proc:-0}" != 1 ]; then
		first=$executor
		again --takeover
		wait $first
		echo "FIRST ended with $?"
		state replaced
	fi
	kill -9 $executor
	wait $executor
	sleep 1
	state killed
	again
	sleep 1
	state again
	for i in $(seq 200); do
		state late | grep '[SR]$' && break
		sleep 0.5
	done
	kill %1 2>/dev/null
	killall supervise hog
	stop_all
}
expect() {
	each judge
	has "^FIRST ended with 0"
	has "STATE replaced T"
	has "1 frozen by the executor before"
}
judge() {
	has "STATE frozen T"
	has "STATE killed T"
	has "STATE again T"
	has "STATE late [SR]"
	has "1 frozen by an executor that was killed"
}
