# SPDX-License-Identifier: GPL-2.0-only OR MIT
# A unit dies whole: by the executor with the module, and by the module alone;
# one that holds an exempt process is broken up.  Growth, ancestors and cgroups'
# sizes are known to the module.
guest() {
	module
	mkdir -p /sys/fs/cgroup/pod /sys/fs/cgroup/mixed
	policy units <<-E
		chain last {
			hook oom
			policy kill
			comm { "big", "saint" } uid root exempt
			growth > 1T/s kill prefer 99
			ancestor comm "nobody" kill prefer 98
			memcg.current > 100T kill prefer 97
			cgroup "/mixed" comm "sinner" kill cgroup prefer 20
			cgroup "/pod" comm "lead" kill cgroup prefer 10
		}
	E
	supervise <<-E
		spawn lead 0 hog --name lead --mb 20 --after 300
		pid lead /sys/fs/cgroup/pod/cgroup.procs
		spawn mate 0 hog --name mate --mb 20 --after 300
		pid mate /sys/fs/cgroup/pod/cgroup.procs
		spawn big 0 hog --name big --mb 260 --rate 200 --after 800
		until lead 20000
		until mate 3000
		sleep 300
		alive big
		end
	E
	executor
	supervise <<-E
		spawn saint 0 hog --name saint --mb 10 --after 300
		pid saint /sys/fs/cgroup/mixed/cgroup.procs
		spawn sinner 0 hog --name sinner --mb 60 --after 300
		pid sinner /sys/fs/cgroup/mixed/cgroup.procs
		spawn lead2 0 hog --name lead --mb 20 --after 300
		pid lead2 /sys/fs/cgroup/pod/cgroup.procs
		spawn mate2 0 hog --name mate --mb 30 --after 300
		pid mate2 /sys/fs/cgroup/pod/cgroup.procs
		spawn big 0 hog --name big --mb 290 --rate 200 --after 800
		until sinner 20000
		until lead2 20000
		until mate2 3000
		sleep 300
		alive saint
		alive big
		end
	E
	policy units <<-E
		chain early {
			hook low
			when mem.available < 25%
			policy exempt
			cgroup "/pod" comm "lead" kill cgroup
		}
	E
	supervise <<-E
		spawn lead3 0 hog --name lead --mb 20 --after 300
		pid lead3 /sys/fs/cgroup/pod/cgroup.procs
		spawn mate3 0 hog --name mate --mb 20 --after 300
		pid mate3 /sys/fs/cgroup/pod/cgroup.procs
		spawn big 0 hog --name big --mb 230 --rate 200 --after 800
		until lead3 20000
		until mate3 3000
		sleep 300
		alive big
		end
	E
	stop_all
}
expect() {
	died lead
	died mate
	died sinner
	died lead2
	died mate2
	died lead3
	died mate3
	has "ALIVE saint"
	has "ALIVE big"
}
