# SPDX-License-Identifier: GPL-2.0-only OR MIT
# A process whose first thread has ended while others hold the memory: its
# leader is a zombie without an address space, and /proc/PID shows no sizes
# there.  It is judged by what it holds, by low and by the kernel's own OOM.
boots='module proc'
guest() {
	local free
	free=$(available)
	rules leaders <<-E
		chain early {
			hook low
			when mem.available < $((free - 160))M
			policy exempt
			comm "leaderless" total > 60M kill
			comm "small" kill prefer -1
		}
		chain last {
			hook oom
			policy exempt
			comm "leaderless" total > 60M kill
		}
	E
	enforce leaders
	supervise <<-E
		spawn small 0 hog --name small --mb 30
		spawn leaderless 0 hog --name leaderless --mb 80 --threads 4 --leave
		full leaderless 40000
		full small 40000
		run sh -c oomctl\${IFS}eval\${IFS}--hook\${IFS}oom\${IFS}--rules\${IFS}/tmp/leaders.oom
		spawn big 0 hog --name big --mb 70 --rate 100
		until leaderless 15000
		sleep 1000
		alive small
		alive big
		end
	E
	[ "${proc:-0}" = 1 ] || supervise <<-E
		spawn leaderless2 0 hog --name leaderless --mb 80 --threads 4 --leave
		full leaderless2 40000
		write /proc/sysrq-trigger f
		until leaderless2 5000
		end
	E
	stop_all
}
judged() {
	died leaderless
	has "ALIVE small"
	has "ALIVE big"
	has "victim +pid [0-9]+ \(leaderless\) .*[89][0-9]M"
}
expect() {
	each judged
	died leaderless2
}
