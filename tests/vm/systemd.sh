# SPDX-License-Identifier: GPL-2.0-only OR MIT
# In the guest, pid 1: becomes systemd, with the units of Debian's systemd-oomd
# and one that runs the scenario.  No journal (it says things into a file), no
# D-Bus (only systemd's oomctl asks it that way).
mkdir -p /run /etc/systemd/system
mount -t tmpfs run /run
printf '%s\n' 'systemd-oom:x:998:998::/:/bin/false' >>/etc/passwd
printf '%s\n' 'root:x:0:' 'systemd-oom:x:998:' 'nogroup:x:65534:' >/etc/group
echo 'passwd: files' >/etc/nsswitch.conf
: >/etc/machine-id
cat >/etc/systemd/system/scenario.service <<U
[Unit]
DefaultDependencies=no
After=systemd-oomd.service work.slice
Wants=systemd-oomd.service work.slice
[Service]
ExecStart=/init
OOMScoreAdjust=-1000
ManagedOOMPreference=omit
Delegate=yes
U
cat >/etc/systemd/system/work.slice <<U
[Unit]
DefaultDependencies=no
[Slice]
MemoryAccounting=yes
U
mkdir -p /etc/systemd/system/systemd-oomd.service.d
cat >/etc/systemd/system/systemd-oomd.service.d/guest.conf <<U
[Service]
BusName=
WatchdogSec=0
StandardOutput=append:/tmp/oomd.log
StandardError=append:/tmp/oomd.log
Environment=SYSTEMD_LOG_TARGET=console SYSTEMD_LOG_LEVEL=info
U
cat >/etc/systemd/system/scenario.target <<U
[Unit]
DefaultDependencies=no
Requires=scenario.service
U
exec /lib/systemd/systemd --unit=scenario.target --log-target=kmsg
