# SPDX-License-Identifier: GPL-2.0-only OR MIT
# Processes that come and go while the picture is taken: four that fork all the
# time, each child gone at once.  The decision is the right one all the same,
# and nothing that was exempt or is somebody else's child dies.
boots='module proc'
guest() {
	local free i
	free=$(available)
	rules churn <<-E
		chain protect {
			hook guard
			comm "saint" uid root exempt
		}
		chain early {
			hook low
			when mem.available < $((free - 170))M
			policy exempt
			comm "small*" kill prefer 1
			comm "forker*" total < 2M kill
		}
	E
	enforce churn
	supervise <<-E
		$(for i in 1 2 3 4; do echo "spawn forker$i 0 hog --name forker$i --mb 6 --fork"; done)
		spawn saint 0 hog --name saint --mb 50
		spawn small1 0 hog --name small1 --mb 40
		spawn small2 0 hog --name small2 --mb 20
		full saint 20000
		full small1 20000
		full small2 20000
		spawn big 0 hog --name big --mb 55 --rate 50
		until small1 20000
		sleep 2000
		$(for i in 1 2 3 4; do echo "alive forker$i"; done)
		alive saint
		alive small2
		alive big
		end
	E
	stop_all
}
steady() {
	local i
	died small1
	for i in forker1 forker2 forker3 forker4 saint small2 big; do
		has "ALIVE $i"
	done
	has "victim +pid [0-9]+ \(small1\)"
}
expect() {
	each steady
}
