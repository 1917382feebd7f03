# SPDX-License-Identifier: GPL-2.0-only OR MIT
# What the module decides is recorded as it saw it: the victim's facts are those
# of before it died, and what its tables knew is there, so that replay names the
# same victim and rule where a `for`, a cooldown or a limit has decided; by a
# steady state it would be somebody else.  When the tables have been replaced
# before anybody asked, the picture is gone, and the record says so.
seconds=300

# records WORD DIR: each, its picture, whom it names and whom replay names
records() {
	local file
	for file in "$2"/*.record; do
		echo "$1 $(sed -n 's/^id=/decision /p; s/^picture=/picture /p' "$file" | tr '\n' ' ')"
		grep -E '^(chain|for|limit|each) table=|^known$|^pid=.* spent' "$file" | sed "s/^/$1 STATE /"
		grep -E '^process .* comm=(never|cool|lim|dead|mem|run)' "$file" | sed "s/^/$1 /"
		grep -m1 'later=' "$file" | sed "s/^/$1 LATER /"
		sed 's/^limit .*/limit table=0 index=0 full_ns=-1/; /^known$/d; /^chain table=/d; /^for table=/d; /^limit table/d' "$file" >/tmp/steady
		oomctl replay "$file" 2>&1 | grep -E '^(record|then|again|picture)' | sed "s/^/$1 /"
		oomctl replay /tmp/steady 2>&1 | grep -E '^again' | sed "s/^/$1 STEADY /"
	done
}
guest() {
	module
	mkdir -p /tmp/low /tmp/memcg /tmp/oom /tmp/late /sys/fs/cgroup/box
	echo +memory >/sys/fs/cgroup/cgroup.subtree_control
	echo 60M >/sys/fs/cgroup/box/memory.max
	executor --record-dir /tmp/low
	cat >/tmp/written <<-'E'
		#!/bin/sh
		for i in $(seq 300); do
			[ "$(ls /tmp/$1 | grep -c 'record$')" = $2 ] && break
			sleep 0.1
		done
	E
	chmod +x /tmp/written
	cat >/tmp/low.oom <<-E
		chain patient {
			hook low
			priority -2
			when mem.available < 101% for 1h
			policy exempt
			comm "never" kill
		}
		chain cool {
			hook low
			priority -1
			when mem.available < 101%
			cooldown 1h
			policy exempt
			comm "cool*" kill
		}
		chain early {
			hook low
			when mem.available < 101% for 5s
			cooldown 5s
			policy exempt
			comm "lim*" limit rate 1/hour kill prefer 5
			comm "dead*" kill
		}
	E
	supervise <<-E
		spawn never 0 hog --name never --mb 10
		pid never /sys/fs/cgroup/box/cgroup.procs
		spawn cool1 0 hog --name cool1 --mb 25
		pid cool1 /sys/fs/cgroup/box/cgroup.procs
		spawn cool2 0 hog --name cool2 --mb 10
		spawn lim1 0 hog --name lim1 --mb 25
		spawn lim2 0 hog --name lim2 --mb 10
		spawn dead1 0 hog --name dead1 --mb 25
		full never 40000
		full cool1 40000
		full cool2 40000
		full lim1 40000
		full lim2 40000
		full dead1 40000
		run oomctl load /tmp/low.oom
		until dead1 60000
		run /tmp/written low 3
		alive never
		alive cool2
		alive lim2
		end
	E
	stop_all
	oomctl flush
	records LOW /tmp/low

	# By the kernel's hand: the listener tells of it.
	policy pods <<-E
		chain pods {
			hook memcg
			scope cgroup "/box"
			policy exempt
			comm "mem*" limit rate 1/hour kill prefer 5
			comm "big*" kill
		}
	E
	executor --record-dir /tmp/memcg
	supervise <<-E
		spawn mem1 0 hog --name mem1 --mb 15 --after 300
		pid mem1 /sys/fs/cgroup/box/cgroup.procs
		spawn mem2 0 hog --name mem2 --mb 5 --after 300
		pid mem2 /sys/fs/cgroup/box/cgroup.procs
		sleep 1500
		spawn big 0 hog --name big --rate 50 --after 300
		pid big /sys/fs/cgroup/box/cgroup.procs
		until big 60000
		run /tmp/written memcg 2
		alive mem2
		end
	E
	stop_all
	oomctl flush
	records MEMCG /tmp/memcg

	# In a real OOM, by the executor.
	policy last <<-E
		chain last {
			hook oom
			deadline 5s
			policy exempt
			comm "run*" limit rate 1/hour kill prefer 5
			comm "big*" kill
		}
	E
	executor --record-dir /tmp/oom
	supervise <<-E
		spawn run1 0 hog --name run1 --mb 20
		spawn run2 0 hog --name run2 --mb 5
		full run1 40000
		full run2 40000
		spawn big2 0 hog --name big2 --rate 100
		until big2 60000
		run /tmp/written oom 2
		alive run2
		end
	E
	stop_all
	oomctl flush
	records OOM /tmp/oom

	# Nobody asks in time.
	executor --record-dir /tmp/late
	cat >/tmp/late.oom <<-E
		chain early {
			hook low
			when mem.available < 101%
			deadline 200ms
			fallback policy
			policy exempt
			comm "late" kill
		}
	E
	sleep 3		# until it listens
	kill -STOP $executor
	supervise <<-E
		spawn late 0 hog --name late --mb 20
		full late 40000
		run oomctl load /tmp/late.oom
		until late 60000
		sleep 1000
		run oomctl load /tmp/late.oom
		end
	E
	kill -CONT $executor
	sleep 3
	stop_all
	records LATE /tmp/late
}
# recorded WORD N NAME LINE: decision N names it by that line, then and again
recorded() {
	has "^$1 decision $2 picture at"
	has "^$1 record   decision $2,"
	has "^$1 then     pid [0-9]+ \\($3\\) by [a-z]+.oom:$4: killed"
	has "^$1 again    pid [0-9]+ \\($3\\) by .*[a-z]+.oom:$4.*: the same"
}
# facts WORD NAME MIN-KIB: as it was before it died
facts() {
	grep -E "^$1 process .* comm=$2 " "$console" | grep -oE ' rss=[0-9]+[KM]' |
		awk -v min="$3" '{ n = substr($1, 5) + 0; if ($1 ~ /M$/) n *= 1024; if (n >= min) ok = 1 }
			END { exit !ok }' || complain "$1: $2 has less than $3 KiB in its record"
}
expect() {
	local name
	for name in cool1 lim1 dead1 mem1 big run1 big2 late; do
		died $name
	done
	for name in never cool2 lim2 mem2 run2; do
		has "ALIVE $name$"
	done
	recorded LOW 1 cool1 14
	recorded LOW 2 lim1 21
	recorded LOW 3 dead1 22
	facts LOW cool1 25000
	# Who lives is completed, and that is said; who is dead is not.
	has "^LOW process .* comm=never .*cgroup="
	hasnt "^LOW process .* comm=cool1 .*(exe|cgroup)="
	has "^LOW LATER pid=[0-9]+.* later=.*cgroup"
	facts LOW lim1 25000
	facts LOW dead1 25000
	has "^LOW STATE chain table=0 .*acted_ns=[0-9]"
	has "^LOW STATE for table=0 index=0 held_ns=[0-9]"
	has "^LOW STATE limit table=0 index=0 full_ns=[0-9]"
	# Without what the tables knew, three times somebody who had no reason to.
	[ "$(grep -c '^LOW STEADY again    pid [0-9]* (never)' "$console")" = 3 ] ||
		complain "a steady state says nothing else"
	recorded MEMCG 4 mem1 5
	recorded MEMCG 5 big 6
	has "^MEMCG STATE limit table=0 index=0 full_ns=[0-9]"
	has "^MEMCG STEADY again    pid [0-9]+ \\(mem2\\)"
	recorded OOM 6 run1 5
	recorded OOM 7 big2 6
	facts OOM run1 20000
	has "^OOM STATE limit table=0 index=0 full_ns=[0-9]"
	has "^OOM STEADY again    pid [0-9]+ \\(run2\\)"
	has "^LATE decision 8 picture after"
	has "^LATE picture  taken afterwards"
}
