# SPDX-License-Identifier: GPL-2.0-only OR MIT
# Tables that the kernel must refuse leave the old one in force; so does a load
# that is never committed, and a flush of what is not there.
guest() {
	module
	policy good <<-E
		chain last {
			hook oom
			policy kill
			comm "big" uid root exempt
		}
	E
	echo "GENERATION $(query status generation)"
	oomctl compile /tmp/good.oom -o /tmp/good.img
	cp /tmp/good.img /tmp/bad.img
	printf 'X' | dd of=/tmp/bad.img bs=1 seek=400 conv=notrunc 2>/dev/null
	query load /tmp/bad.img
	query load /tmp/good.img /tmp/bad.img
	head -c 100 /tmp/good.img >/tmp/short.img
	query load /tmp/short.img
	query load /tmp/good.img /tmp/good.img
	head -c 4096 /dev/zero >/tmp/zero.img
	query load /tmp/zero.img
	cp /tmp/good.img /tmp/magic.img
	printf 'X' | dd of=/tmp/magic.img bs=1 conv=notrunc 2>/dev/null
	query load /tmp/magic.img
	query half /tmp/good.img
	oomctl flush nothere
	echo "GENERATION $(query status generation)"
	oomctl list
	query load /tmp/good.img
	echo "GENERATION $(query status generation)"
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
	[ "$(count '^REFUSED -22 table 0: the image is damaged')" = 1 ] || complain "no refusal for damage"
	[ "$(count '^REFUSED -22 table 1: the image is damaged')" = 1 ] || complain "no refusal in the second table"
	[ "$(count '^REFUSED -22 table 0: the image is shorter')" = 2 ] || complain "no refusal for what is short"
	has "^REFUSED -17 a table stands twice"
	has "^REFUSED -22 table 0: this is not a table image"
	[ "$(count '^GENERATION 1$')" = 2 ] || complain "the generation moved"
	has "^GENERATION 2$"
	has "table good"
	died small
	has "ALIVE big"
}
