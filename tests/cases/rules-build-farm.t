A CI runner: the agent stays, the linker goes before the tests, the young before
the old; small tools are not worth it.
--- policy rules/build-farm.oom
--- snapshot
snapshot 1
system mem.total=32G mem.available=1G
process pid=300 comm=Runner.Listener uid=1001 rss=120M age=9d cgroup="/system.slice/actions.runner.org-repo.host.service"
process pid=310 comm=Runner.Worker uid=1001 rss=150M age=20m cgroup="/system.slice/actions.runner.org-repo.host.service"
process pid=400 comm=ld.lld uid=1001 rss=9G age=1m cgroup="/system.slice/actions.runner.org-repo.host.service"
process pid=401 comm=ld.lld uid=1001 rss=9100M age=3h cgroup="/system.slice/actions.runner.org-repo.host.service"
process pid=402 comm=cc1plus uid=1001 rss=700M age=1m cgroup="/system.slice/actions.runner.org-repo.host.service"
process pid=410 comm=pytest uid=1001 rss=10G age=5m cgroup="/system.slice/actions.runner.org-repo.host.service"
process pid=500 comm=java uid=108 rss=2G age=40d cgroup="/system.slice/jenkins.service"
process pid=510 comm=java uid=108 rss=5G age=10m cgroup="/system.slice/jenkins.service"
process pid=600 comm=make uid=1001 rss=20M age=10m cgroup="/system.slice/actions.runner.org-repo.host.service"
process pid=700 comm=dockerd rss=300M cgroup="/system.slice/docker.service"
--- low
fired early
victim 400 build-farm.oom:52
rank 400 401 402 410 510 700
exempt 300 build-farm.oom:26
exempt 310 build-farm.oom:26
exempt 500 build-farm.oom:28
exempt 600 build-farm.oom:49
--- oom
fired last
victim 400 build-farm.oom:52
rank 400 401 402 410 510 700
exempt 300 build-farm.oom:26
exempt 310 build-farm.oom:26
exempt 500 build-farm.oom:28
exempt 600 build-farm.oom:49
