earlyoom#309: 23.9 GB are being given back.  The forecast of the shipped policy
takes the large one, and then nobody: no `then` line.
--- policy rules/desktop.oom
--- snapshot
snapshot 1
system mem.total=31808M mem.available=2000M swap.total=15903M swap.free=1100M
process pid=1 comm=systemd rss=12M cgroup="/init.scope"
process pid=300 comm=cluster uid=1000 rss=20G swap=3900M cgroup="/user.slice/user-1000.slice/user@1000.service/app.slice/a.scope"
process pid=301 comm=electron uid=1000 rss=17M oom_score_adj=300 cgroup="/user.slice/user-1000.slice/user@1000.service/app.slice/b.scope"
--- low
fired early
victim 300 desktop.oom:68
rank 300 301
exempt 1 always
