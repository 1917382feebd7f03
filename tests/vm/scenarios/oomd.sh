# SPDX-License-Identifier: GPL-2.0-only OR MIT
# Beside Debian's systemd-oomd, under systemd, with what the package sets
# (ManagedOOMSwap=kill for the root slice: a cgroup dies when memory and swap
# are both used up by 90%).
#
#	control	without us: systemd-oomd takes the cgroup with most swap
#	module	our chain fires when 20% of the swap is left: it acts, and
#		systemd-oomd does not
#	late	our chain fires when 5% were left for three seconds: systemd-oomd,
#		which looks once a second, acts, and we do not on top
# Alone and before our line memory fills slowly: systemd-oomd is to come in time.
boots='control module late'
memory=512
seconds=150
peers=oomt.systemd=1
needs="pseudo terminals"
guest() {
	local name free left="20%" more="--mb 200 --rate 4"
	[ -c /dev/ptmx ] || {
		echo "SKIP systemd-oomd's unit wants pseudo terminals"
		return
	}
	zram_swap 100M
	echo +memory >/sys/fs/cgroup/cgroup.subtree_control
	echo +memory >/sys/fs/cgroup/work.slice/cgroup.subtree_control
	for name in small big more; do
		mkdir /sys/fs/cgroup/work.slice/$name
	done
	echo "GUEST pid 1 is $(cat /proc/1/comm), $(pidof systemd-oomd >/dev/null && echo systemd-oomd runs)"
	free=$(available)
	case ${module:-1}${late:-0} in
	11) left="5% for 3s" ;;
	# After our kill memory is to stay short of systemd-oomd's line.
	10) more="--mb 127 --rate 60" ;;
	esac
	module
	policy oomd <<-E
		chain early {
			hook low
			when mem.available < 15% and swap.free < $left
			until mem.available > 18% or swap.free > 25%
			policy exempt
			comm "small" kill
		}
	E
	executor
	supervise <<-E
		spawn small 0 hog --name small --mb 60 --after 500
		pid small /sys/fs/cgroup/work.slice/small/cgroup.procs
		full small 40000
		spawn big 0 hog --name big --mb $((free - 100)) --rate 400 --after 500
		pid big /sys/fs/cgroup/work.slice/big/cgroup.procs
		full big 45000
		spawn more 0 hog --name more $more --after 500
		pid more /sys/fs/cgroup/work.slice/more/cgroup.procs
		either small big 60000
		sleep 3000
		alive small
		alive big
		alive more
		end
	E
	stop_all
	sed 's/^/OOMD /' /tmp/oomd.log
	echo "WHICH $(which oomctl)"
}
beside() {
	has "GUEST pid 1 is systemd, systemd-oomd runs"
	# Alone it may come too late for the kernel, which is no matter of ours.
	[ $boot_kind = control ] || hasnt "invoked oom-killer"
	case $boot_kind in
	control | late)
		# Whose pages are in the swap is the kernel's affair.  And it knows no
		# credit: at times it goes on to the next by itself.
		has "OOMD Killed /work.slice/(small|big|more) due to memory used"
		hasnt "decision 1"
		;;
	module)
		hasnt "OOMD Killed"
		died small
		has "ALIVE big"
		has "ALIVE more"
		has "decision 1: process [0-9]+ \(small\) .*: killed by the executor"
		hasnt "decision 2"
		;;
	esac
}
expect() {
	each beside
}
