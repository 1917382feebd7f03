The guards of every machine, beside the policy of a server: pillars stay, by
name and place together; one that leaks does not, nor one that only took a name.
--- policy rules/base.oom
--- beside rules/server.oom
--- snapshot
snapshot 1
system mem.total=16G mem.available=300M
process pid=1 comm=systemd rss=12M cgroup="/init.scope"
process pid=300 comm=sshd rss=40M cgroup="/system.slice/ssh.service"
process pid=301 comm=sshd-session rss=40M cgroup="/user.slice/user-1000.slice/session-3.scope"
process pid=310 comm=agent uid=990 rss=90M oom_score_adj=-900 cgroup="/system.slice/agent.service"
process pid=400 comm=systemd-journal rss=60M cgroup="/system.slice/systemd-journald.service"
process pid=410 comm=NetworkManager rss=3G cgroup="/system.slice/NetworkManager.service"
process pid=420 comm=systemd-resolve uid=991 rss=40M cgroup="/system.slice/systemd-resolved.service"
process pid=500 comm=node uid=1001 rss=1G cgroup="/system.slice/app.service"
process pid=900 comm=bash rss=50M cgroup="/user.slice/user-0.slice/session-1.scope"
process pid=910 comm=sshd uid=1000 rss=500M cgroup="/user.slice/user-1000.slice/session-3.scope"
--- low
fired early
victim 910 server.oom:45
then 410 server.oom:28
rank 910 410 500
exempt 1 always
exempt 300 base.oom:31
exempt 301 base.oom:31
exempt 310 base.oom:27
exempt 400 base.oom:31
exempt 420 base.oom:32
exempt 900 base.oom:35
--- oom
fired last
victim 910 server.oom:52
rank 910 410 500
exempt 1 always
exempt 300 base.oom:31
exempt 301 base.oom:31
exempt 310 base.oom:27
exempt 400 base.oom:31
exempt 420 base.oom:32
exempt 900 base.oom:35
