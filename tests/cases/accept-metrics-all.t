The metrics that are neither of memory as such nor pressure.
--- policy
chain c {
	hook low
	when zram.used > 2G or pgscan.rate >= 5000 for 10s or zram.used > mem.free
	  or pgscan.rate > higher(100, 2000)
	policy kill
}
--- text
table case

chain c {
	hook low
	when zram.used > 2G or pgscan.rate >= 5000 for 10s or zram.used > mem.free or pgscan.rate > 100 and pgscan.rate > 2000
	policy kill
}
