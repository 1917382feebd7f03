# SPDX-License-Identifier: GPL-2.0-only OR MIT
# Hostile netlink: messages cut, repeated, oversized, out of order, randomly
# damaged; commands of somebody without the rights.  Each gets the answer that
# it deserves, and afterwards the same tables are in force.
guest() {
	module
	policy good <<-E
		chain last {
			hook oom
			policy kill
			comm "big" uid root exempt
		}
	E
	oomctl compile /tmp/good.oom -o /tmp/good.img
	echo "GENERATION $(query status generation)"
	forge nobody
	echo "GENERATION $(query status generation)"
	forge messages /tmp/good.img
	echo "GENERATION $(query status generation)"
	for seed in 1 2 3; do
		forge random $seed 3000
	done
	echo "GENERATION $(query status generation)"
	oomctl list
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
	hasnt "FORGE BAD"
	has "FORGE done nobody 47"
	has 'comm "big" uid 0 exempt'
	has "FORGE done messages 59"
	[ "$(count 'FORGE done random 1')" = 3 ] || complain "the random ones did not end"
	[ "$(grep ^GENERATION "$console" | tr '\n' ' ')" = "GENERATION 1 GENERATION 1 GENERATION 2 GENERATION 2 " ] ||
		complain "the generations are not 1 1 2 2"
	died small
	has "ALIVE big"
}
