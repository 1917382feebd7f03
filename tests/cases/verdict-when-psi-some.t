The condition: psi.some.avg60 > 12.5.
--- policy
table t
chain c {
	hook low
	when psi.some.avg60 > 12.5
	policy kill
}
--- snapshot
snapshot 1
system mem.total=10G psi.some.avg60=12.51
process pid=10 comm=p10 rss=1M
--- low
fired c
victim 10 case.oom:5
rank 10
--- snapshot
snapshot 1
system mem.total=10G psi.some.avg60=12.5
process pid=10 comm=p10 rss=1M
--- low
nothing fired
