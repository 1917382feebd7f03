# SPDX-License-Identifier: GPL-2.0-only OR MIT
# Random and mutated messages to every command, as root (two at a time, with
# loads of mutated images), as nobody, in a user namespace, with a lent socket;
# the same for the device.  The tables are what the last accepted commit made
# of them, nothing is left behind, and the policy still decides.
seconds=200
guest() {
	module
	policy good <<-E
		chain last {
			hook oom
			policy kill
			comm { "big", "keep*" } uid root exempt
			cgroup "/system/**" score +10
		}
	E
	oomctl compile /tmp/good.oom -o /tmp/good.img
	seed=$(date +%s)
	echo "SEED $seed"
	netfuzz nobody $seed 5 /tmp/good.img
	echo "GENERATION $(query status generation)"
	netfuzz root $seed 12 /tmp/good.img
	netfuzz device $seed 5
	# Two at a time: their changes are counted together by the generation.
	query status generation >/tmp/before
	netfuzz nobody $((seed + 1)) 5 /tmp/good.img >/tmp/other &
	netfuzz device $((seed + 1)) 5 >/tmp/device &
	netfuzz root $((seed + 1)) 5 /tmp/good.img
	wait
	cat /tmp/other /tmp/device
	oomctl flush
	oomctl load /tmp/good.oom
	oomctl list
	echo "HELD $(grep -c oomt_load_begin /proc/vmallocinfo)"
	supervise <<-E
		spawn small 0 hog --name small --mb 60
		spawn big 0 hog --name big --mb 270 --rate 200 --after 500
		until small 20000
		sleep 500
		alive big
		end
	E
}
expect() {
	hasnt "FUZZ BAD"
	[ "$(count '^FUZZ (root|device|nobody) seed [0-9]+: sent [0-9]{3,}')" = 6 ] ||
		complain "not every fuzzer came to its end"
	has "^GENERATION 1$"
	has "^FUZZ root .* loads [0-9]{3,} changes [1-9]"
	[ "$(count '^FUZZ nobody .* refused [0-9]{3,} .* changes 0$')" = 2 ] || complain "nobody changed something"
	has 'comm { "big", "keep\*" } uid 0 exempt'
	has "^HELD 0$"
	died small
	has "ALIVE big"
}
