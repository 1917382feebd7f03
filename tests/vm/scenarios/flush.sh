# SPDX-License-Identifier: GPL-2.0-only OR MIT
# flush; rmmod is EBUSY while a handler is registered; a second handler and
# somebody without the rights are refused.
guest() {
	module
	policy one <<-E
		chain last {
			hook oom
			policy kill
		}
	E
	policy two <<-E
		chain early {
			hook low
			when mem.available < 1%
			policy kill
		}
	E
	handler
	rmmod oomtables 2>&1 | sed 's/^/RMMOD /'
	handle 2>&1 | sed 's/^/SECOND /'
	su nobody -s /bin/sh -c 'handle; query status generation; query load /tmp/one.oom' 2>&1 | sed 's/^/NOBODY /'
	echo "TABLES $(oomctl list | grep -c ^table)"
	oomctl flush one
	echo "TABLES $(oomctl list | grep -c ^table)"
	oomctl flush
	echo "TABLES $(oomctl list | grep -c ^table)"
	kill -9 $handler
	wait $handler
	rmmod oomtables && echo "RMMOD done"
	module
}
expect() {
	has "RMMOD .*(busy|unavailable|in use)"
	has "SECOND HANDLE open: Device or resource busy"
	has "NOBODY HANDLE open: Permission denied"
	[ "$(count 'NOBODY REFUSED|NOBODY QUERY')" -ge 1 ] || complain "nobody was not refused"
	hasnt "NOBODY [0-9]"
	hasnt "NOBODY LOADED"
	has "TABLES 2"
	has "TABLES 1"
	has "TABLES 0"
	has "RMMOD done"
}
