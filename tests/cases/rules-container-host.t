A node of a cluster: a tiny helper of the lowest class is not the victim for its
oom_score_adj, the hog of that class is; the runtime and sandboxes stay.
--- policy rules/container-host.oom
--- snapshot
snapshot 1
system mem.total=16G mem.available=500M
process pid=1 comm=systemd rss=12M cgroup="/init.scope"
process pid=300 comm=containerd rss=90M oom_score_adj=-999 cgroup="/system.slice/containerd.service"
process pid=310 comm=containerd-shim rss=15M oom_score_adj=-998 cgroup="/system.slice/containerd.service"
process pid=320 comm=kubelet rss=120M oom_score_adj=-999 cgroup="/system.slice/kubelet.service"
process pid=400 comm=pause uid=65535 rss=1M oom_score_adj=-998 cgroup="/kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-pod1.slice/cri-containerd-a.scope"
process pid=410 comm=metrics-server uid=1000 rss=31M oom_score_adj=1000 cgroup="/kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-pod1.slice/cri-containerd-b.scope"
process pid=420 comm=python3 uid=1000 rss=4G oom_score_adj=1000 cgroup="/kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-pod2.slice/cri-containerd-c.scope"
process pid=430 comm=java uid=1000 rss=6G oom_score_adj=500 cgroup="/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod3.slice/cri-containerd-d.scope"
process pid=440 comm=postgres uid=999 rss=3G oom_score_adj=-997 cgroup="/kubepods.slice/kubepods-pod4.slice/cri-containerd-e.scope"
process pid=500 comm=node uid=1000 rss=700M cgroup="/system.slice/docker-0123.scope"
process pid=600 comm=bash uid=1000 rss=5M cgroup="/user.slice/user-1000.slice/session-3.scope"
process pid=610 comm=pause uid=1000 rss=2G cgroup="/user.slice/user-1000.slice/session-3.scope"
--- low
fired early
victim 420 container-host.oom:41
rank 420 610 430 500 410 600
exempt 1 always
exempt 300 container-host.oom:16
exempt 310 container-host.oom:16
exempt 320 container-host.oom:16
exempt 400 container-host.oom:18
exempt 440 container-host.oom:40
--- oom
fired last
victim 420 container-host.oom:41
rank 420 610 430 500 410 600
exempt 1 always
exempt 300 container-host.oom:16
exempt 310 container-host.oom:16
exempt 320 container-host.oom:16
exempt 400 container-host.oom:18
exempt 440 container-host.oom:40
