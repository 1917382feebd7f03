// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* Finding and killing who shares a victim's memory.  See sharers.h. */
#include <linux/kcmp.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "members.h"
#include "sharers.h"

/* False also where the kernel does not tell (no kcmp, no permission). */
static bool same_memory(s32 a, s32 b)
{
	return !syscall(SYS_kcmp, a, b, KCMP_VM, 0, 0);
}

/*
 * Two processes whose leaders have exited compare as equal, both being without
 * memory.  Memory is not given back to a leader: one that has some now had it
 * when it was compared.
 */
static bool shares(struct oomt_census *census, u32 victim, u32 index)
{
	const struct oomt_task *task = &census->pic.task[index];

	return !(task->flags & OOMT_TASK_KTHREAD) && index != victim &&
	       oomt_census_may_share(census, victim, index) &&
	       same_memory(census->pic.task[victim].pid, task->pid) &&
	       oomt_census_has_memory(census, index);
}

/* As in the module: see objects() in kmod/choose.c. */
static bool objects(const struct oomt_verdict *v)
{
	return (v->kind == OOMT_V_EXEMPT && v->by != OOMT_BY_POLICY) ||
	       (v->kind == OOMT_V_NONE && v->by == OOMT_BY_SCOPE);
}

/* A descriptor first, then asked again: so it is about the same process. */
static void add(struct oomt_sharers *sharers, s32 victim, s32 pid)
{
	int pidfd;

	if (sharers->count == OOMT_SHARERS_MAX)
		return;
	pidfd = syscall(SYS_pidfd_open, pid, 0);
	if (pidfd < 0)
		return;
	if (!same_memory(victim, pid) || oomt_pidfd_exited(pidfd)) {
		close(pidfd);
		return;
	}
	sharers->one[sharers->count++] = (struct oomt_sharer){ pid, pidfd };
}

u32 oomt_sharers_find(struct oomt_sharers *sharers,
		      struct oomt_census *census,
		      const struct oomt_workspace *ws, u32 victim)
{
	s32 pid = census->pic.task[victim].pid;
	u32 i;

	sharers->count = 0;
	for (i = 0; i < census->pic.task_count; i++) {
		if (!shares(census, victim, i))
			continue;
		if (objects(&ws->verdict[i])) {
			oomt_sharers_drop(sharers);
			return i;
		}
		add(sharers, pid, census->pic.task[i].pid);
	}
	return OOMT_NONE;
}

void oomt_sharers_check(struct oomt_sharers *sharers, s32 victim)
{
	u32 i, kept = 0;

	for (i = 0; i < sharers->count; i++) {
		const struct oomt_sharer *one = &sharers->one[i];

		if (same_memory(victim, one->pid) && !oomt_pidfd_exited(one->pidfd))
			sharers->one[kept++] = *one;
		else
			close(one->pidfd);
	}
	sharers->count = kept;
}

void oomt_sharers_kill(struct oomt_sharers *sharers)
{
	u32 i;

	for (i = 0; i < sharers->count; i++)
		syscall(SYS_pidfd_send_signal, sharers->one[i].pidfd, SIGKILL,
			NULL, 0);
	oomt_sharers_drop(sharers);
}

void oomt_sharers_drop(struct oomt_sharers *sharers)
{
	u32 i;

	for (i = 0; i < sharers->count; i++)
		close(sharers->one[i].pidfd);
	sharers->count = 0;
}
