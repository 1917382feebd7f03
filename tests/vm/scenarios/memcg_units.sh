# SPDX-License-Identifier: GPL-2.0-only OR MIT
# Hook memcg, the rest of it: a parent's limit hit by a child, percentages of
# the limit, memory.oom.group whole or not at all, a unit, the scope, and nobody
# left to take.
seconds=300
guest() {
	local box
	module
	policy boxes <<-E
		chain nested {
			hook memcg
			scope cgroup "/nest/**"
			policy kill
			comm "big" uid root exempt
			comm "small*" kill prefer 10
		}
		chain share {
			hook memcg
			scope cgroup "/pct/**"
			policy exempt
			rss > 30% rss < 50% kill
		}
		chain group {
			hook memcg
			scope cgroup "/grp/**"
			policy kill
			comm { "big", "saint" } uid root exempt
			comm "small*" kill prefer 10
		}
		chain tree {
			hook memcg
			scope cgroup "/tree/**"
			policy exempt
			comm "lead" kill tree
		}
		chain none {
			hook memcg
			scope cgroup "/none/**"
			policy exempt
		}
	E
	cd /sys/fs/cgroup
	echo +memory >cgroup.subtree_control
	mkdir nest nest/a nest/b pct grp grp/one grp/two grp/rest tree none else
	for box in nest grp; do
		echo +memory >$box/cgroup.subtree_control
	done
	for box in nest pct grp tree none else; do
		echo 60M >$box/memory.max
	done
	echo 1 >grp/one/memory.oom.group
	cat >/tmp/lead <<-'E'
		#!/bin/sh
		unset OOMT_SUPERVISED
		echo $$ >/sys/fs/cgroup/tree/cgroup.procs
		hog --name kid1 --mb 10 &
		hog --name kid2 --mb 5 &
		wait
	E
	cat >/tmp/kids <<-'E'
		#!/bin/sh
		echo "$1 KIDS $(grep -c . /sys/fs/cgroup/tree/cgroup.procs)"
	E
	chmod +x /tmp/lead /tmp/kids
	supervise <<-E
		spawn small 0 hog --name small --mb 10 --after 300
		pid small $PWD/nest/a/cgroup.procs
		spawn big 0 hog --name big --mb 55 --rate 100 --after 700
		pid big $PWD/nest/b/cgroup.procs
		until small 60000
		sleep 300
		alive big
		end
	E
	supervise <<-E
		spawn tiny 0 hog --name tiny --mb 5 --after 300
		pid tiny $PWD/pct/cgroup.procs
		spawn mid 0 hog --name mid --mb 22 --after 300
		pid mid $PWD/pct/cgroup.procs
		spawn most 0 hog --name most --mb 40 --rate 100 --after 700
		pid most $PWD/pct/cgroup.procs
		until mid 60000
		sleep 300
		alive tiny
		alive most
		end
	E
	supervise <<-E
		spawn small1 0 hog --name small1 --mb 8 --after 300
		pid small1 $PWD/grp/one/cgroup.procs
		spawn mate1 0 hog --name mate1 --mb 5 --after 300
		pid mate1 $PWD/grp/one/cgroup.procs
		spawn big 0 hog --name big --mb 52 --rate 100 --after 700
		pid big $PWD/grp/rest/cgroup.procs
		until small1 60000
		until mate1 10000
		sleep 300
		alive big
		end
	E
	echo 1 >grp/two/memory.oom.group
	supervise <<-E
		spawn saint 0 hog --name saint --mb 5 --after 300
		pid saint $PWD/grp/two/cgroup.procs
		spawn small2 0 hog --name small2 --mb 8 --after 300
		pid small2 $PWD/grp/two/cgroup.procs
		spawn plain 0 hog --name plain --mb 6 --after 300
		pid plain $PWD/grp/rest/cgroup.procs
		spawn big2 0 hog --name big --mb 44 --rate 100 --after 700
		pid big2 $PWD/grp/rest/cgroup.procs
		until plain 60000
		sleep 300
		alive saint
		alive small2
		alive big2
		end
	E
	supervise <<-E
		spawn lead 0 /tmp/lead
		sleep 2000
		run /tmp/kids before
		spawn big 0 hog --name big --mb 52 --rate 100 --after 300
		pid big $PWD/tree/cgroup.procs
		until lead 60000
		sleep 500
		run /tmp/kids after
		alive big
		end
	E
	for box in none else; do
		supervise <<-E
			spawn small$box 0 hog --name small --mb 10 --after 300
			pid small$box $PWD/$box/cgroup.procs
			spawn big$box 0 hog --name big --mb 55 --rate 100 --after 700
			pid big$box $PWD/$box/cgroup.procs
			until big$box 60000
			alive small$box
			end
		E
	done
	cd /
}
expect() {
	local name
	for name in small mid small1 mate1 plain lead bignone bigelse; do
		died $name
	done
	for name in tiny most saint small2 big2 smallnone smallelse; do
		has "ALIVE $name$"
	done
	[ "$(count '^ALIVE big$')" = 3 ] || complain "big died"
	[ "$(count 'Tasks in .* are going to be killed')" = 1 ] || complain "not one group"
	has "Tasks in /grp/one are going to be killed"
	has "^before KIDS 3"
	has "^after KIDS 1"
	has "nobody may be taken by table boxes, chain none .*: left to the kernel"
	[ "$(count 'memcg: decision [0-9]+: .*: killed by the kernel, steered by the policy')" = 5 ] ||
		complain "not five decisions"
}
