// SPDX-License-Identifier: GPL-2.0-only
/*
 * In the guest: what a test wants to ask the kernel itself, independent of
 * the module under test.  Write a command to /proc/oomt_probe, read the
 * answer in the kernel log.
 *
 *	walk N		N bare walks: each process's rss under RCU, nothing
 *			else.  PROBE walk processes P ns T ... the floor of
 *			what any victim selection costs
 *	marks		PROBE marks N: processes with oom_flag_origin set
 *	mark PID	sets it for PID, to show that it is seen
 *	nofs N		takes N pages with GFP_NOFS, one after the other, and
 *			gives them back: an OOM in which the kernel kills nobody
 *	lock PID MS	keeps PID from giving back its memory for MS after it
 *			is told to die: its mmap_lock is held for writing, so it
 *			can neither exit nor be reaped
 *	spoil WHAT	what a debug kernel must report: `leak` loses memory, `locks`
 *			takes two locks in either order, `bad` reads behind what
 *			is its own
 *	pin PID MS	keeps the memory of PID alive for MS after PID is gone
 *
 * What may happen between the module's hook and the kernel's selection, made
 * to happen in the next OOM where it can (load it after the module):
 *
 *	reap		the marked process dies and is waited for: PROBE reaped
 *	drain		a dying current's memory counts as given back:
 *			PROBE drained
 *	pause		half a second passes: PROBE paused
 */
#define pr_fmt(fmt) "PROBE " fmt

#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/oom.h>
#include <linux/proc_fs.h>
#include <linux/rcupdate.h>
#include <linux/sched/coredump.h>
#include <linux/sched/mm.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/slab.h>
#include <linux/timekeeping.h>
#include <linux/uaccess.h>
#include <linux/version.h>

static void walk(void)
{
	struct task_struct *p, *t;
	unsigned long pages = 0;
	unsigned int count = 0;
	u64 began = ktime_get_mono_fast_ns();

	rcu_read_lock();
	for_each_process(p) {
		for_each_thread(p, t) {
			if (!READ_ONCE(t->mm))
				continue;
			task_lock(t);
			if (t->mm) {
				pages += get_mm_rss(t->mm);
				count++;
				task_unlock(t);
				break;
			}
			task_unlock(t);
		}
	}
	rcu_read_unlock();
	pr_info("walk processes %u ns %llu pages %lu\n", count,
		ktime_get_mono_fast_ns() - began, pages);
}

static void marks(void)
{
	struct task_struct *p;
	unsigned int count = 0;

	rcu_read_lock();
	for_each_process(p)
		if (p->signal->oom_flag_origin)
			count++;
	rcu_read_unlock();
	pr_info("marks %u\n", count);
}

static int mark(unsigned int pid)
{
	struct task_struct *task = get_pid_task(find_vpid(pid), PIDTYPE_TGID);

	if (!task)
		return -ESRCH;
	task->signal->oom_flag_origin = true;
	put_task_struct(task);
	return 0;
}

static void take_nofs(unsigned int count)
{
	struct page *page, *next;
	LIST_HEAD(pages);
	unsigned int got;

	for (got = 0; got < count && !fatal_signal_pending(current); got++) {
		page = alloc_page(GFP_NOFS);
		if (!page)
			break;
		list_add(&page->lru, &pages);
	}
	list_for_each_entry_safe(page, next, &pages, lru) {
		list_del(&page->lru);
		__free_page(page);
	}
	pr_info("nofs %u of %u\n", got, count);
}

static DEFINE_MUTEX(lock_one);
static DEFINE_MUTEX(lock_two);

static int spoil(const char *what)
{
	char *memory;

	if (!strncmp(what, "locks", 5)) {
		mutex_lock(&lock_one);
		mutex_lock(&lock_two);
		mutex_unlock(&lock_two);
		mutex_unlock(&lock_one);
		mutex_lock(&lock_two);
		mutex_lock(&lock_one);
		mutex_unlock(&lock_one);
		mutex_unlock(&lock_two);
		return 0;
	}
	memory = kzalloc(40, GFP_KERNEL);
	OPTIMIZER_HIDE_VAR(memory);	/* or it would be left out */
	if (!memory)
		return -ENOMEM;
	if (!strncmp(what, "leak", 4))
		return 0;
	pr_info("bad %d\n", READ_ONCE(memory[40]));
	kfree(memory);
	return 0;
}

struct hold {
	struct task_struct *task;
	struct mm_struct *mm;
	unsigned int ms;
	bool lock;
};

static bool told_to_die(const struct hold *hold)
{
	if (!hold->lock)
		return !READ_ONCE(hold->task->mm);
	return READ_ONCE(hold->task->signal->flags) & SIGNAL_GROUP_EXIT;
}

static int hold_main(void *arg)
{
	struct hold *hold = arg;
	unsigned int waited;

	if (hold->lock)
		mmap_write_lock(hold->mm);
	for (waited = 0; waited < 60000 && !told_to_die(hold); waited += 5)
		msleep(5);
	msleep(hold->ms);
	pr_info("lets go of pid %d\n", hold->task->pid);
	if (hold->lock)
		mmap_write_unlock(hold->mm);
	mmput(hold->mm);
	put_task_struct(hold->task);
	kfree(hold);
	module_put_and_kthread_exit(0);
}

static int hold(unsigned int pid, unsigned int ms, bool lock)
{
	struct hold *hold = kzalloc(sizeof(*hold), GFP_KERNEL);
	struct task_struct *thread;

	if (!hold)
		return -ENOMEM;
	hold->ms = ms;
	hold->lock = lock;
	hold->task = get_pid_task(find_vpid(pid), PIDTYPE_TGID);
	hold->mm = hold->task ? get_task_mm(hold->task) : NULL;
	thread = hold->mm ? kthread_create(hold_main, hold, "oomt_hold") :
			    ERR_PTR(-ESRCH);
	if (!IS_ERR(thread)) {
		__module_get(THIS_MODULE);
		wake_up_process(thread);
		return 0;
	}
	if (hold->mm)
		mmput(hold->mm);
	if (hold->task)
		put_task_struct(hold->task);
	kfree(hold);
	return PTR_ERR(thread);
}

/* ---- between the hook and the selection --------------------------------- */

static enum { NOTHING, REAP, DRAIN, PAUSE } wanted;

static struct task_struct *marked_get(void)
{
	struct task_struct *p, *found = NULL;

	rcu_read_lock();
	for_each_process(p)
		if (!found && p->signal->oom_flag_origin)
			found = get_task_struct(p);
	rcu_read_unlock();
	return found;
}

static bool reap(void)
{
	struct task_struct *p = marked_get();
	unsigned int i;

	if (!p)
		return false;
	send_sig(SIGKILL, p, 1);
	for (i = 0; i < 300 && pid_alive(p); i++)
		msleep(10);
	pr_info("reaped %d%s\n", p->pid, pid_alive(p) ? ": it stays" : "");
	put_task_struct(p);
	return true;
}

static bool drain(void)
{
	if (!fatal_signal_pending(current) || !current->mm)
		return false;
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 18, 0)
	mm_flags_set(MMF_OOM_SKIP, current->mm);
#else
	set_bit(MMF_OOM_SKIP, &current->mm->flags);
#endif
	pr_info("drained %d\n", current->tgid);
	return true;
}

static int on_oom(struct notifier_block *nb, unsigned long unused, void *freed)
{
	bool done = false;

	if (wanted == REAP) {
		done = reap();
	} else if (wanted == DRAIN) {
		done = drain();
	} else if (wanted == PAUSE) {
		msleep(500);
		pr_info("paused\n");
		done = true;
	}
	if (done)
		wanted = NOTHING;
	return NOTIFY_OK;
}

static struct notifier_block notifier = {
	.notifier_call = on_oom,
	.priority = INT_MIN,		/* after whoever came before us */
};

/* ---- commands ----------------------------------------------------------- */

static ssize_t command(struct file *file, const char __user *buf, size_t size,
		       loff_t *pos)
{
	char text[32] = {};
	unsigned int n = 1, ms;
	int err = 0;

	if (size >= sizeof(text))
		return -EINVAL;
	if (copy_from_user(text, buf, size))
		return -EFAULT;
	if (sscanf(text, "walk %u", &n) == 1)
		while (n--)
			walk();
	else if (sscanf(text, "nofs %u", &n) == 1)
		take_nofs(n);
	else if (sscanf(text, "mark %u", &n) == 1)
		err = mark(n);
	else if (!strncmp(text, "spoil ", 6))
		err = spoil(text + 6);
	else if (!strncmp(text, "marks", 5))
		marks();
	else if (sscanf(text, "lock %u %u", &n, &ms) == 2)
		err = hold(n, ms, true);
	else if (sscanf(text, "pin %u %u", &n, &ms) == 2)
		err = hold(n, ms, false);
	else if (!strncmp(text, "reap", 4))
		wanted = REAP;
	else if (!strncmp(text, "drain", 5))
		wanted = DRAIN;
	else if (!strncmp(text, "pause", 5))
		wanted = PAUSE;
	else
		err = -EINVAL;
	return err ?: (ssize_t)size;
}

static const struct proc_ops ops = {
	.proc_write = command,
};

static int __init probe_init(void)
{
	int err = register_oom_notifier(&notifier);

	if (err)
		return err;
	if (proc_create("oomt_probe", 0200, NULL, &ops))
		return 0;
	unregister_oom_notifier(&notifier);
	return -ENOMEM;
}

static void __exit probe_exit(void)
{
	remove_proc_entry("oomt_probe", NULL);
	unregister_oom_notifier(&notifier);
}

module_init(probe_init);
module_exit(probe_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Test probe of the oomtables guests");
