# SPDX-License-Identifier: GPL-2.0-only OR MIT
# A process that forks all the time holds its mmap_lock whenever it allocates:
# as the victim, and as a bystander.
seconds=120
guest() {
	module
	policy forker <<-E
		chain last {
			hook oom
			policy kill
			comm "big" uid root exempt
			comm "forker" kill prefer 5
		}
	E
	executor
	supervise <<-E
		spawn forker 0 hog --name forker --mb 0 --rate 200 --fork --after 300
		until forker 60000
		end
	E
	supervise <<-E
		spawn small 0 hog --name small --mb 60
		spawn big 0 hog --name big --mb 270 --rate 200 --fork --after 300
		until small 60000
		sleep 1000
		alive big
		end
	E
	stop_all
}
expect() {
	local ms
	died forker
	died small
	has "ALIVE big"
	for ms in $(sed -nE 's/.*oom: decision [0-9]+: .*, ([0-9]+) ms.*/\1/p' "$console"); do
		[ "$ms" -lt 3000 ] || complain "a victim took $ms ms"
	done
}
