# SPDX-License-Identifier: GPL-2.0-only OR MIT
# Executables are told apart, whatever name a process bears, by both backends
# alike: in rules and as units; one that has exec'd is what it runs now.  In the
# module when the kernel has run out, too.
boots="module proc"
memory=512
seconds=180
guest() {
	local line
	line=$(($(available) - 110))
	mkdir -p /tmp/good /tmp/evil
	cp /bin/hog /tmp/good/hog
	cp /bin/hog /tmp/evil/hog
	cp /bin/busybox /tmp/good/sh
	cat >/tmp/turn.sh <<-E
		sleep 3
		exec /tmp/evil/hog --name turn --mb 20
	E
	rules exe <<-E
		chain early {
			hook low
			when mem.available < ${line}M
			fallback policy
			policy exempt
			exe "/tmp/good/*" uid root exempt
			comm "boss" kill app prefer 9
			comm "server" kill prefer 8
			exe "/tmp/evil/*" comm "turn" kill prefer 7
		}
	E
	enforce exe
	sleep 3
	supervise <<-E
		spawn good 0 /tmp/good/hog --name server --mb 40
		spawn evil 0 /tmp/evil/hog --name server --mb 10
		spawn boss 0 /tmp/evil/hog --name boss --mb 5
		spawn clerk 0 /tmp/evil/hog --name clerk --mb 5
		spawn guest 0 /bin/hog --name clerk --mb 5
		spawn turn 0 /tmp/good/sh /tmp/turn.sh
		sleep 5000
		alive evil
		alive turn
		spawn big 0 hog --name big --mb 70
		until evil 30000
		until boss 30000
		until turn 30000
		sleep 500
		alive good
		alive guest
		alive big
		end
	E
	stop_all
	[ "${proc:-0}" = 1 ] && return
	policy exe <<-E
		chain last {
			hook oom
			policy exempt
			exe "/tmp/evil/*" kill
		}
	E
	supervise <<-E
		spawn small 0 /tmp/evil/hog --name small --mb 60
		sleep 3000
		spawn giant 0 hog --name giant --mb 420
		until small 30000
		sleep 500
		alive giant
		end
	E
}
expect() {
	each judge
	died small
	has "ALIVE giant"
}
judge() {
	local name
	has "ALIVE evil"
	has "ALIVE turn"
	for name in evil boss clerk turn; do died $name; done
	for name in good guest big; do
		has "ALIVE $name"
	done
	hasnt "EXIT good"
}
