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
 *	nofs N		takes N pages with GFP_NOFS, one after the other, and
 *			gives them back: an OOM in which the kernel kills nobody
 */
#define pr_fmt(fmt) "PROBE " fmt

#include <linux/list.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/oom.h>
#include <linux/proc_fs.h>
#include <linux/rcupdate.h>
#include <linux/sched/mm.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/timekeeping.h>
#include <linux/uaccess.h>

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

static ssize_t command(struct file *file, const char __user *buf, size_t size,
		       loff_t *pos)
{
	char text[32] = {};
	unsigned int n = 1;

	if (size >= sizeof(text))
		return -EINVAL;
	if (copy_from_user(text, buf, size))
		return -EFAULT;
	if (sscanf(text, "walk %u", &n) == 1)
		while (n--)
			walk();
	else if (sscanf(text, "nofs %u", &n) == 1)
		take_nofs(n);
	else if (!strncmp(text, "marks", 5))
		marks();
	else
		return -EINVAL;
	return size;
}

static const struct proc_ops ops = {
	.proc_write = command,
};

static int __init probe_init(void)
{
	return proc_create("oomt_probe", 0200, NULL, &ops) ? 0 : -ENOMEM;
}

static void __exit probe_exit(void)
{
	remove_proc_entry("oomt_probe", NULL);
}

module_init(probe_init);
module_exit(probe_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Test probe of the oomtables guests");
