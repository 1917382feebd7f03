// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* A unit's processes, by pidfd; see members.h. */
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "executor.h"
#include "proc/facts_proc.h"
#include "members.h"

bool oomt_pidfd_exited(int pidfd)
{
	struct pollfd wait = { .fd = pidfd, .events = POLLIN };

	return poll(&wait, 1, 0) > 0;
}

static int send_signal(const struct oomt_member_fd *one, int signal)
{
	return syscall(SYS_pidfd_send_signal, one->pidfd, signal, NULL, 0) ?
	       -errno : 0;
}

/* Nobody is held by it any more; it goes on, or dies. */
static void let_go(struct oomt_members *members, u32 i)
{
	oomt_ledger_strike(members->ledger, members->one[i].entry);
	close(members->one[i].pidfd);
}

int oomt_members_add(struct oomt_members *members, s32 pid)
{
	int pidfd;

	if (members->count == OOMT_MEMBERS_MAX)
		return -ENOSPC;
	pidfd = syscall(SYS_pidfd_open, pid, 0);
	/* EINVAL: by now it is a thread of another process. */
	if (pidfd < 0)
		return errno == EINVAL ? -ESRCH : -errno;
	members->one[members->count++] = (struct oomt_member_fd){
		.pid = pid, .pidfd = pidfd, .entry = OOMT_NONE,
	};
	return 0;
}

void oomt_members_filter(struct oomt_members *members,
			 bool (*keep)(void *arg, s32 pid), void *arg)
{
	u32 i, kept = 0;

	for (i = 0; i < members->count; i++) {
		if (keep(arg, members->one[i].pid))
			members->one[kept++] = members->one[i];
		else
			let_go(members, i);
	}
	members->count = kept;
}

bool oomt_members_has(const struct oomt_members *members, s32 pid)
{
	u32 i;

	for (i = 0; i < members->count; i++)
		if (members->one[i].pid == pid)
			return true;
	return false;
}

u32 oomt_members_alive(struct oomt_members *members)
{
	u32 i, kept = 0;

	for (i = 0; i < members->count; i++) {
		if (oomt_pidfd_exited(members->one[i].pidfd))
			let_go(members, i);
		else
			members->one[kept++] = members->one[i];
	}
	members->count = kept;
	return kept;
}

int oomt_members_signal(const struct oomt_members *members, int signal)
{
	int err = members->count ? send_signal(&members->one[0], signal) :
				   -ESRCH;
	u32 i;

	/* Not permitted for the one that was chosen: leave the others alone. */
	for (i = 1; (!err || err == -ESRCH) && i < members->count; i++)
		send_signal(&members->one[i], signal);
	return err;
}

/* False: stopped by somebody else, and to be left so.  Else it is entered. */
static bool may_stop(struct oomt_members *members, int proc, u32 i)
{
	struct oomt_ledger *ledger = members->ledger;
	struct oomt_member_fd *one = &members->one[i];
	struct oomt_task task = { 0 };
	char stat[2048];
	ssize_t len = oomt_read_stat(proc, one->pid, stat, sizeof(stat));

	if (len > 0 && oomt_stat_stopped(stat, len))
		return false;
	if (ledger && ledger->page && len > 0 &&
	    !oomt_stat_parse(stat, len, ledger->hz, &task))
		one->entry = oomt_ledger_process(ledger, one->pid,
						 task.start_ns);
	return true;
}

int oomt_members_stop(struct oomt_members *members, int proc)
{
	int err, first = 0;
	u32 i;

	for (i = 0; i < members->count; i++) {
		struct oomt_member_fd *one = &members->one[i];

		if (one->stopped || !may_stop(members, proc, i))
			continue;
		err = send_signal(one, SIGSTOP);
		one->stopped = !err;
		if (err) {
			oomt_ledger_strike(members->ledger, one->entry);
			one->entry = OOMT_NONE;
		}
		if (!i)
			first = err;
	}
	return first;
}

void oomt_members_continue(struct oomt_members *members)
{
	u32 i;

	for (i = 0; i < members->count; i++) {
		struct oomt_member_fd *one = &members->one[i];

		if (one->stopped)
			send_signal(one, SIGCONT);
		one->stopped = false;
		oomt_ledger_strike(members->ledger, one->entry);
		one->entry = OOMT_NONE;
	}
}

void oomt_members_drop(struct oomt_members *members)
{
	while (members->count)
		let_go(members, --members->count);
}

/* ---- a whole cgroup ------------------------------------------------------ */

/* kernfs counts a directory's directories in its links. */
static bool is_leaf(int dir)
{
	struct stat stat;

	return !fstat(dir, &stat) && stat.st_nlink <= 2;
}

bool oomt_members_are_all_of(const struct oomt_members *members, int dir,
			     char *text, size_t size)
{
	int fd = openat(dir, "cgroup.procs", O_RDONLY | O_CLOEXEC);
	ssize_t len;
	char *at, *end;
	s32 pid;

	if (fd < 0)
		return false;
	len = oomt_read_static(fd, text, size);
	close(fd);
	/* Full: there may be more than was read. */
	if (len <= 0 || (size_t)len + 1 >= size || !is_leaf(dir))
		return false;
	for (at = text; *at; at = end + (*end == '\n')) {
		pid = strtol(at, &end, 10);
		/* 0: a process that we cannot see. */
		if (end == at || pid <= 0 || !oomt_members_has(members, pid))
			return false;
	}
	return true;
}

int oomt_cgroup_write(int dir, const char *file, const char *text)
{
	int fd = openat(dir, file, O_WRONLY | O_CLOEXEC), err = 0;

	if (fd < 0)
		return -errno;
	if (write(fd, text, strlen(text)) < 0)
		err = -errno;
	close(fd);
	return err;
}
