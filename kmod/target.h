/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A process that is to die, held so that neither its number nor its memory
 * can become somebody else's: found by pid and start time, killed by struct
 * pid, watched by its mm.
 */
#ifndef OOMT_KMOD_TARGET_H
#define OOMT_KMOD_TARGET_H

#include <linux/sched.h>
#include "../engine/compat.h"

struct oomt_target {
	struct task_struct *task;	/* the leader when it was found */
	struct pid *pid;
	struct mm_struct *mm;		/* grabbed; NULL: it had none any more */
};

/*
 * Takes references.  0, or -ESRCH: gone, or the pid is another process now.
 * Kernel threads and init are never found.  Any context but interrupts.
 */
int oomt_target_get(pid_t pid, u64 start_ns, struct oomt_target *target);
void oomt_target_copy(const struct oomt_target *from, struct oomt_target *to);
/* The last reference frees, which does not sleep: any context but interrupts. */
void oomt_target_put(struct oomt_target *target);

/* Its memory has been given back (or cannot be, says the kernel). */
bool oomt_target_gone(const struct oomt_target *target);
bool oomt_target_dying(const struct oomt_target *target);
/* `task` runs on the target's memory. */
bool oomt_target_feeds(const struct oomt_target *target,
		       const struct task_struct *task);

/*
 * The kernel's killer would take other processes with it: an ancestor's
 * memory.oom.group is set.  (Not of a victim that is dying already: for that
 * one the kernel only sees to its reserves.)
 */
bool oomt_target_grouped(const struct oomt_target *target);

/* Some thread of `p` has this mm.  In an RCU section. */
bool oomt_task_runs_on(struct task_struct *p, const struct mm_struct *mm);

/*
 * SIGKILL for it and for every other process on its memory, as the kernel's
 * own killer does.  Allocates nothing.  0 or -ESRCH.
 */
int oomt_target_kill(const struct oomt_target *target);
/* The first signal of a grace, or a warning: for it alone.  0 or -ESRCH. */
int oomt_target_signal(const struct oomt_target *target, int signal);
/* The others only: somebody else has killed the target. */
void oomt_target_kill_sharers(const struct oomt_target *target);

/*
 * Calls `tell` for every other process on the target's memory, in an RCU
 * section, until it answers true; that is the result.
 */
bool oomt_target_sharers(const struct oomt_target *target,
			 bool (*tell)(struct task_struct *p, void *ctx),
			 void *ctx);

/*
 * The first thread of a process that still has an mm speaks for all of it:
 * `look` sees that one under its task_lock.  In an RCU section.  False: there
 * is none, the process is exiting.  Inline, since every fact of every process
 * is read through it.
 */
static __always_inline bool
oomt_task_look(struct task_struct *p,
	       void (*look)(struct task_struct *t, void *arg), void *arg)
{
	struct task_struct *t;
	bool found = false;

	for_each_thread(p, t) {
		if (!READ_ONCE(t->mm))
			continue;
		task_lock(t);
		found = t->mm;
		if (found)
			look(t, arg);
		task_unlock(t);
		if (found)
			break;
	}
	return found;
}

/*
 * What the kernel's own killer passes over: reaped, or in vfork's window.  For
 * a thread with an mm, under its task_lock.
 */
static inline bool oomt_task_untakable(struct task_struct *t)
{
	return oomt_mm_skipped(t->mm) || (t->vfork_done && in_vfork(t));
}

/* How many processes there are now, kernel threads too.  Any context. */
u32 oomt_process_count(void);

#endif /* OOMT_KMOD_TARGET_H */
