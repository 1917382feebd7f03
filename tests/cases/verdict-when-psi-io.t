The condition: psi.io.full.avg300 >= 5% and psi.cpu.some.avg10 > 1.
--- policy
table t
chain c {
	hook low
	when psi.io.full.avg300 >= 5% and psi.cpu.some.avg10 > 1
	policy kill
}
--- snapshot
snapshot 1
system mem.total=10G psi.io.full.avg300=5 psi.cpu.some.avg10=2
process pid=10 comm=p10 rss=1M
--- low
fired c
victim 10 case.oom:5
rank 10
--- snapshot
snapshot 1
system mem.total=10G psi.io.full.avg300=5
process pid=10 comm=p10 rss=1M
--- low
nothing fired
