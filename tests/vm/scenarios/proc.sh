# SPDX-License-Identifier: GPL-2.0-only OR MIT
# The proc backend, without the module: it acts before the kernel's OOM killer
# ever runs, on a machine without swap; a victim that ignores SIGTERM dies when
# its grace is over.  Then the table in the module, for its counters.
guest() {
	cat >/tmp/early.oom <<-E
		chain early {
			hook low
			when mem.available < 25% and swap.free < 10%
			until mem.available > 30%
			policy exempt
			comm "small*" kill
			comm "deaf*" counter kill grace 1s
		}
	E
	oomctl run --backend proc --rules /tmp/early.oom &
	executor=$!
	sleep 3
	supervise <<-E
		spawn small1 0 hog --name small1 --mb 60
		spawn big 0 hog --name big --mb 210 --rate 100 --after 500
		until small1 20000
		sleep 2000
		alive big
		end
	E
	sleep 1
	supervise <<-E
		spawn deaf1 0 hog --name deaf1 --mb 60 --ignore-term
		spawn big2 0 hog --name big2 --mb 190 --rate 100 --after 500
		until deaf1 20000
		sleep 2000
		alive big2
		end
	E
	stop_all
	module
	sed -i 's/ grace 1s//' /tmp/early.oom
	oomctl load /tmp/early.oom && oomctl stats && oomctl stats -j
}
expect() {
	died small1
	died deaf1
	has "ALIVE big"
	has "ALIVE big2"
	hasnt "invoked oom-killer"
	# A debug kernel has no BTF.
	case $kernel in
	*/debug-*) has "ready, pid .*, without the module" ;;
	*) has "ready, pid .*, without the module, sizes by BPF" ;;
	esac
	has "victim +pid [0-9]+ \(small1\)"
	has "SIGTERM after .*, SIGKILL 1 s later at the latest"
	has "SIGTERM after .*, SIGKILL after [12](\.[0-9])? s"
	has "^table .*early"
	has "early +0 .*comm \"deaf\*\" counter kill"
	has '"text": ?"comm ..small\*.. kill"'
}
