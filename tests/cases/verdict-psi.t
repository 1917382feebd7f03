Pressure in percent, with and without the sign.
--- policy
table t
chain c {
	hook low
	when psi.full.avg10 > 12.5 and psi.some.avg10 >= 40%
	policy kill
}
--- snapshot
snapshot 1
system mem.total=10G mem.available=5G psi.full.avg10=12.5 psi.some.avg10=40
process pid=20 comm=a rss=50M
--- low
nothing fired
