// SPDX-License-Identifier: GPL-2.0-only
/*
 * A process that is to die.  Called by both hooks; must never allocate or
 * sleep, and must never kill by number.
 */
#include "compat.h"

#include <linux/memcontrol.h>
#include <linux/pid.h>
#include <linux/pid_namespace.h>
#include <linux/rcupdate.h>

#include "target.h"

static void grab(struct task_struct *t, void *mm)
{
	mmgrab(t->mm);
	*(struct mm_struct **)mm = t->mm;
}

static struct mm_struct *grab_mm(struct task_struct *p)
{
	struct mm_struct *mm = NULL;

	oomt_task_look(p, grab, &mm);
	return mm;
}

u32 oomt_process_count(void)
{
	struct task_struct *p;
	u32 count = 0;

	rcu_read_lock();
	for_each_process(p)
		count++;
	rcu_read_unlock();
	return count;
}

int oomt_target_get(pid_t nr, u64 start_ns, struct oomt_target *target)
{
	struct task_struct *task = NULL;
	struct pid *pid;

	memset(target, 0, sizeof(*target));
	rcu_read_lock();
	pid = find_pid_ns(nr, &init_pid_ns);
	if (pid)
		task = pid_task(pid, PIDTYPE_TGID);
	if (task && task->start_boottime == start_ns &&
	    !(task->flags & PF_KTHREAD) && !is_global_init(task)) {
		target->task = get_task_struct(task);
		target->pid = get_pid(pid);
		target->mm = grab_mm(task);
	}
	rcu_read_unlock();
	return target->task ? 0 : -ESRCH;
}

void oomt_target_copy(const struct oomt_target *from, struct oomt_target *to)
{
	to->task = get_task_struct(from->task);
	to->pid = get_pid(from->pid);
	to->mm = from->mm;
	if (to->mm)
		mmgrab(to->mm);
}

void oomt_target_put(struct oomt_target *target)
{
	if (target->mm)
		mmdrop(target->mm);
	if (target->pid)
		put_pid(target->pid);
	if (target->task)
		put_task_struct(target->task);
	memset(target, 0, sizeof(*target));
}

bool oomt_target_gone(const struct oomt_target *target)
{
	return !target->mm || oomt_mm_given_back(target->mm);
}

bool oomt_target_dying(const struct oomt_target *target)
{
	return READ_ONCE(target->task->signal->flags) & SIGNAL_GROUP_EXIT ||
	       target->task->exit_state;
}

bool oomt_target_feeds(const struct oomt_target *target,
		       const struct task_struct *task)
{
	return task->signal == target->task->signal ||
	       (target->mm && READ_ONCE(task->mm) == target->mm);
}

bool oomt_target_grouped(const struct oomt_target *target)
{
	bool grouped = false;
#ifdef CONFIG_MEMCG
	struct mem_cgroup *memcg;

	rcu_read_lock();
	for (memcg = mem_cgroup_from_task(target->task); memcg && !grouped;
	     memcg = parent_mem_cgroup(memcg))
		grouped = READ_ONCE(memcg->oom_group);
	rcu_read_unlock();
#endif
	return grouped;
}

bool oomt_task_runs_on(struct task_struct *p, const struct mm_struct *mm)
{
	struct task_struct *t;

	for_each_thread(p, t) {
		const struct mm_struct *t_mm = READ_ONCE(t->mm);

		if (t_mm)
			return t_mm == mm;
	}
	return false;
}

bool oomt_target_sharers(const struct oomt_target *target,
			 bool (*tell)(struct task_struct *p, void *ctx),
			 void *ctx)
{
	struct task_struct *p;
	bool said = false;

	/* One that dies may have left its memory already: who is the last then? */
	if (!target->mm ||
	    (atomic_read(&target->mm->mm_users) <= 1 &&
	     !oomt_target_dying(target)))
		return false;
	rcu_read_lock();
	for_each_process(p) {
		if (p->signal == target->task->signal ||
		    p->flags & PF_KTHREAD || !oomt_task_runs_on(p, target->mm))
			continue;
		said = tell(p, ctx);
		if (said)
			break;
	}
	rcu_read_unlock();
	return said;
}

static bool kill_sharer(struct task_struct *p, void *ctx)
{
	if (!is_global_init(p))
		kill_pid(task_tgid(p), SIGKILL, 1);
	return false;
}

void oomt_target_kill_sharers(const struct oomt_target *target)
{
	oomt_target_sharers(target, kill_sharer, NULL);
}

int oomt_target_kill(const struct oomt_target *target)
{
	int err = kill_pid(target->pid, SIGKILL, 1);

	oomt_target_kill_sharers(target);
	return err;
}

int oomt_target_signal(const struct oomt_target *target, int signal)
{
	return kill_pid(target->pid, signal, 1);
}
