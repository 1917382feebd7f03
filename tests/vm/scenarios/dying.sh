# SPDX-License-Identifier: GPL-2.0-only OR MIT
# Current is dying: sixteen threads of the victim allocate while it is killed.
# They must get the reserves, or nothing moves; nobody else may die for it.
guest() {
	module
	policy dying <<-E
		chain last {
			hook oom
			policy kill
			comm "other" uid root exempt
		}
	E
	executor
	supervise <<-E
		spawn other 0 hog --name other --mb 30
		spawn threads 0 hog --name threads --mb 0 --threads 16 --after 300
		until threads 30000
		sleep 300
		spawn again 0 hog --name again --mb 0 --threads 16 --after 300
		sleep 1500
		signal again 9
		until again 30000
		alive other
		end
	E
	stop_all
}
expect() {
	local ms
	died threads
	died again
	has "ALIVE other"
	for ms in $(sed -nE 's/.*oom: decision [0-9]+: .*, ([0-9]+) ms.*/\1/p' "$console"); do
		[ "$ms" -lt 3000 ] || complain "a victim took $ms ms"
	done
}
