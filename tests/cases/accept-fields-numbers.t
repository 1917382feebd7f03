Every field of numbers that a rule can look at.
--- policy
table t
chain c {
	hook oom
	policy kill
	ppid 1 pgrp 2 session 3 kill
	gid 4 anon > 5M file < 6% shmem 7K kill
	pgtables >= 8 vsize <= 9T oom_score != 10 kill
	threads > 11 children { 1-12, 20 } kill
}
--- text
table t

chain c {
	hook oom
	policy kill

	ppid 1 pgrp 2 session 3 kill
	gid 4 anon > 5M file < 6% shmem 7K kill
	pgtables >= 8 vsize <= 9T oom_score != 10 kill
	threads > 11 children { 1-12, 20 } kill
}
