A web server whose application leaks: sessions and cron before services, the
database last; services are asked first.
--- policy rules/server.oom
--- snapshot
snapshot 1
system mem.total=16G mem.available=500M swap.total=2G swap.free=100M
process pid=1 comm=systemd rss=12M cgroup="/init.scope"
process pid=310 comm=cron rss=3M cgroup="/system.slice/cron.service"
process pid=311 comm=backup.sh ppid=310 rss=900M cgroup="/system.slice/cron.service"
process pid=500 comm=nginx uid=33 rss=120M cgroup="/system.slice/nginx.service"
process pid=510 comm=node uid=1001 rss=6G cgroup="/system.slice/app.service"
process pid=520 comm=mariadbd uid=105 rss=5G cgroup="/system.slice/mariadb.service"
process pid=530 comm=master rss=40M cgroup="/system.slice/postfix@-.service"
process pid=600 comm=python3 uid=1000 rss=700M cgroup="/user.slice/user-1000.slice/session-3.scope"
process pid=601 comm=mysqld uid=1000 rss=800M cgroup="/user.slice/user-1000.slice/session-3.scope"
--- low
fired early
victim 311 server.oom:44
rank 311 601 600 510 500
exempt 1 always
exempt 310 server.oom:41
exempt 520 server.oom:42
exempt 530 server.oom:42
--- oom
fired last
victim 311 server.oom:52
rank 311 601 600 510 500 520 530
exempt 1 always
exempt 310 server.oom:50
--- snapshot
snapshot 1
system mem.total=16G mem.available=500M swap.total=2G swap.free=2G
process pid=510 comm=node uid=1001 rss=6G cgroup="/system.slice/app.service"
--- low
nothing fired
