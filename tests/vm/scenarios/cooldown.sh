# SPDX-License-Identifier: GPL-2.0-only OR MIT
# cooldown: memory stays low after the first kill, and the second one still
# waits five seconds; the third waits for the second.
boots='module proc'
guest() {
	local free
	free=$(available)
	rules cooldown <<-E
		chain early {
			hook low
			when mem.available < $((free - 120))M
			until mem.available > ${free}M
			cooldown 5s
			policy exempt
			comm "small*" kill
		}
	E
	enforce cooldown
	supervise <<-E
		spawn small1 0 hog --name small1 --mb 40
		spawn small2 0 hog --name small2 --mb 30
		spawn small3 0 hog --name small3 --mb 20
		full small1 40000
		full small2 40000
		full small3 40000
		spawn big 0 hog --name big --mb 60 --rate 100
		until small2 15000
		sleep 1000
		alive small3
		alive big
		end
	E
	stop_all
}
cooled() {
	died small1
	apart small1 small2 4700 8000
	has "ALIVE small3"
	has "ALIVE big"
}
expect() {
	each cooled
}
