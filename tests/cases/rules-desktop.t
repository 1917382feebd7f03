The shipped desktop policy: the session and small services stay, the hog goes,
of a browser one page; and a name alone protects nobody.
--- policy rules/desktop.oom
--- snapshot
snapshot 1
system mem.total=16G mem.available=1G swap.total=2G swap.free=100M
process pid=1 comm=systemd rss=12M cgroup="/init.scope"
process pid=400 comm=dbus-daemon uid=100 rss=5M cgroup="/system.slice/dbus.service"
process pid=410 comm=cupsd uid=0 rss=60M cgroup="/system.slice/cups.service"
process pid=420 comm=leakd uid=0 rss=900M cgroup="/system.slice/leakd.service"
process pid=500 comm=gnome-shell uid=1000 rss=700M cgroup="/user.slice/user-1000.slice/user@1000.service/session.slice/org.gnome.Shell.service"
process pid=600 comm=firefox uid=1000 rss=1500M age=2h cgroup="/user.slice/user-1000.slice/user@1000.service/app.slice/app-firefox.scope"
process pid=601 comm="Web Content" uid=1000 rss=800M age=2h cgroup="/user.slice/user-1000.slice/user@1000.service/app.slice/app-firefox.scope"
process pid=700 comm=python3 uid=1000 rss=6G age=20m cgroup="/user.slice/user-1000.slice/user@1000.service/app.slice/vte-spawn.scope"
process pid=710 comm=gnome-shell uid=1000 rss=2G cgroup="/user.slice/user-1000.slice/user@1000.service/app.slice/vte-spawn.scope"
process pid=720 comm=sh uid=1000 rss=2M cgroup="/user.slice/user-1000.slice/user@1000.service/app.slice/vte-spawn.scope"
--- low
fired early
victim 700 desktop.oom:68
rank 700 601 710 600 420
exempt 1 always
exempt 400 desktop.oom:33
exempt 410 desktop.oom:38
exempt 500 desktop.oom:33
exempt 720 desktop.oom:49
