// SPDX-License-Identifier: GPL-2.0-only
/*
 * Steering.  Set by hooks oom and memcg only, cleared at every entry of a hook, at the
 * return of out_of_memory() and by the watch, whichever comes first.
 */
#include "compat.h"

#include <linux/jiffies.h>
#include <linux/spinlock.h>

#include "mark.h"
#include "watch.h"

/*
 * Longer than any way from our return to the kernel's choice: a mark that is
 * swept too early means another victim.
 */
#define FORGOTTEN_MS	1000

static DEFINE_RAW_SPINLOCK(mark_lock);	/* raw: taken in a probe */
static struct task_struct *marked;	/* held, standing or spent */
static bool standing;
static unsigned long since;		/* jiffies */

static void look(struct task_struct *t, void *good)
{
	*(bool *)good = !oomt_task_untakable(t);
}

/* What the kernel would take, under the lock that keeps its mm. */
static bool markable(struct task_struct *p)
{
	bool good = false;

	rcu_read_lock();
	oomt_task_look(p, look, &good);
	rcu_read_unlock();
	return good;
}

int oomt_mark_set(const struct oomt_target *target)
{
	struct task_struct *spent;
	unsigned long flags;

	if (!markable(target->task))
		return -ESRCH;
	/* Somebody else's mark does the same, and is not ours to clear. */
	if (oom_task_origin(target->task))
		return 0;
	raw_spin_lock_irqsave(&mark_lock, flags);
	spent = marked;
	if (spent && standing)
		spent->signal->oom_flag_origin = false;
	marked = get_task_struct(target->task);
	marked->signal->oom_flag_origin = true;
	standing = true;
	since = jiffies;
	raw_spin_unlock_irqrestore(&mark_lock, flags);
	if (spent)
		put_task_struct(spent);
	oomt_watch_start();
	return 0;
}

static enum oomt_mark_fate clear_locked(void)
{
	if (!standing)
		return OOMT_MARK_NONE;
	marked->signal->oom_flag_origin = false;
	standing = false;
	return tsk_is_oom_victim(marked) ? OOMT_MARK_TAKEN : OOMT_MARK_LEFT;
}

enum oomt_mark_fate oomt_mark_clear(void)
{
	enum oomt_mark_fate fate;
	unsigned long flags;

	raw_spin_lock_irqsave(&mark_lock, flags);
	fate = clear_locked();
	raw_spin_unlock_irqrestore(&mark_lock, flags);
	return fate;
}

bool oomt_mark_sweep(void)
{
	struct task_struct *spent = NULL;
	unsigned long flags;
	bool stands;

	raw_spin_lock_irqsave(&mark_lock, flags);
	if (standing &&
	    time_after(jiffies, since + msecs_to_jiffies(FORGOTTEN_MS)))
		clear_locked();
	if (!standing) {
		spent = marked;
		marked = NULL;
	}
	stands = standing;
	raw_spin_unlock_irqrestore(&mark_lock, flags);
	if (spent)
		put_task_struct(spent);
	return stands;
}
