# SPDX-License-Identifier: GPL-2.0-only OR MIT
# An upgrade of the executor: the new one takes the place of the old one, which
# ends by itself with 0; while a decision is with the old one, its late ACK is
# still taken; what nobody has read goes to the new one; what the old one read
# and never did goes to the new one, too.
seconds=240
guest() {
	module
	policy takeover <<-E
		chain last {
			hook oom
			deadline 10s
			policy exempt
			comm "small*" kill
		}
	E
	executor
	first=$executor
	oomctl run 2>&1 | sed 's/^/SECOND /'
	oomctl run --takeover &
	executor=$!
	wait $first
	echo "FIRST ended with $?"
	supervise <<-E
		spawn small1 0 hog --name small1 --mb 40
		sleep 1000
		spawn big 0 hog --name big --mb 280 --rate 200
		until small1 30000
		end
	E
	stop_all
	# The ACK comes when another one is registered already.
	handler --delay 5000
	handle --takeover 12000 &
	next=$!
	supervise <<-E
		spawn small2 0 hog --name small2 --mb 40
		spawn fill 0 hog --name fill --mb 200
		sleep 9000
		spawn big 0 hog --name big --mb 0
		until small2 60000
		end
	E
	wait $handler
	echo "HANDLER ended with $?"
	kill -9 $next
	wait $next
	# It dies between read and ACK, replaced already.
	handler --delay 5000 --crash
	handle --takeover 12000 &
	next=$!
	supervise <<-E
		spawn small3 0 hog --name small3 --mb 40
		spawn fill 0 hog --name fill --mb 200
		sleep 9000
		spawn big 0 hog --name big --mb 0
		until small3 60000
		end
	E
	kill -9 $next
	wait $next
	oomctl status
}
expect() {
	has "SECOND .*another executor is running"
	has "^FIRST ended with 0$"
	died small1
	died small2
	died small3
	has "decision 1: .*: killed by the executor"
	has "decision 2: .*: killed by the executor"
	has "decision 3: .*: killed by the executor"
	has "HANDLE replaced"
	has "^HANDLER ended with 0"
}
