A database server: the postmaster never, others before backends, a backend by
its private memory; shared buffers count for nobody.
--- policy rules/postgres.oom
--- snapshot
snapshot 1
system mem.total=64G mem.available=1500M swap.total=4G swap.free=1G
process pid=700 comm=postgres uid=110 rss=17G anon=150M shmem=16G cgroup="/system.slice/system-postgresql.slice/postgresql@15-main.service"
process pid=710 comm=postgres ppid=700 uid=110 rss=16G anon=40M shmem=16G cgroup="/system.slice/system-postgresql.slice/postgresql@15-main.service"
process pid=720 comm=postgres ppid=700 uid=110 rss=30G anon=22G shmem=8G cgroup="/system.slice/system-postgresql.slice/postgresql@15-main.service"
process pid=730 comm=postgres ppid=700 uid=110 rss=9G anon=1G shmem=8G cgroup="/system.slice/system-postgresql.slice/postgresql@15-main.service"
process pid=740 comm=pgbouncer uid=110 rss=80M cgroup="/system.slice/pgbouncer.service"
process pid=800 comm=prometheus-node uid=111 rss=300M cgroup="/system.slice/prometheus-node-exporter.service"
process pid=900 comm=postgres uid=1000 rss=400M cgroup="/user.slice/user-1000.slice/session-3.scope"
--- low
fired early
victim 900 postgres.oom:29
then 800 postgres.oom:29
then 720 postgres.oom:32
rank 900 800 720 730
exempt 700 postgres.oom:17
exempt 710 postgres.oom:31
exempt 740 postgres.oom:19
--- oom
fired last
victim 900 postgres.oom:40
rank 900 800 720 730 710
exempt 700 postgres.oom:17
exempt 740 postgres.oom:19
