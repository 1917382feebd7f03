// SPDX-License-Identifier: GPL-2.0-only
/*
 * In the guest: allocates while it holds what an allocating task may hold, until
 * memory is gone, so that the module's hook waits for the executor with that lock
 * held.  Write to /proc/oomt_locks:
 *
 *	LOCK MS		takes pages, one after the other, with LOCK held, until
 *			there was an OOM, or MS are over.  LOCKS LOCK pages N
 *			ooms N longest T us: for the page that it took
 *
 *	mmap	the caller's own mmap_lock, for writing (as fork and mmap do)
 *	genl	genl_mutex: netlink commands that are not parallel
 *	rtnl	rtnl_mutex
 *	cgroup	cgroup_mutex (as mkdir in cgroupfs does); it is not exported, and
 *		looked up by a probe
 *	nofs	no lock: as inside of a journal's handle, where the file system
 *		must not be asked for memory
 *	jbd2	a handle of the journal that was used last (by a write to a file
 *		that is on it): it cannot commit meanwhile, and whoever waits for
 *		that, waits for us.  LOCKS jbd2 committed: it has got on afterwards
 *	none	nothing, to compare with
 */
#define pr_fmt(fmt) "LOCKS " fmt

#include <linux/genetlink.h>
#include <linux/jbd2.h>
#include <linux/jiffies.h>
#include <linux/kprobes.h>
#include <linux/ktime.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/oom.h>
#include <linux/proc_fs.h>
#include <linux/rtnetlink.h>
#include <linux/sched/mm.h>
#include <linux/sched/signal.h>
#include <linux/uaccess.h>
#include <net/genetlink.h>

static struct mutex *cgroup_lock_found;
static unsigned int nofs_flags;		/* one caller at a time */
static journal_t *journal;		/* the last one in use */
static handle_t *handle;

/* A kernel may be without: then there is no such lock. */
extern typeof(jbd2__journal_start) jbd2__journal_start __weak;
extern typeof(jbd2_journal_stop) jbd2_journal_stop __weak;
extern typeof(jbd2_journal_force_commit) jbd2_journal_force_commit __weak;

struct lock {
	const char *name;
	void (*take)(void);
	void (*give)(void);
};

static void mmap_take(void)
{
	mmap_write_lock(current->mm);
}

static void mmap_give(void)
{
	mmap_write_unlock(current->mm);
}

static void cgroup_take(void)
{
	mutex_lock(cgroup_lock_found);
}

static void cgroup_give(void)
{
	mutex_unlock(cgroup_lock_found);
}

static void nofs_take(void)
{
	nofs_flags = memalloc_nofs_save();
}

static void nofs_give(void)
{
	memalloc_nofs_restore(nofs_flags);
}

static void jbd2_take(void)
{
	handle = jbd2__journal_start(READ_ONCE(journal), 8, 0, 0, GFP_NOFS, 0, 0);
	if (IS_ERR(handle))
		pr_info("jbd2 handle %ld\n", PTR_ERR(handle));
}

static void jbd2_give(void)
{
	int err;

	if (IS_ERR(handle))
		return;
	jbd2_journal_stop(handle);
	err = jbd2_journal_force_commit(journal);
	pr_info("jbd2 %s %d\n", err ? "FAILED" : "committed", err);
}

static int on_journal(struct kprobe *p, struct pt_regs *regs)
{
	WRITE_ONCE(journal, (journal_t *)regs_get_kernel_argument(regs, 0));
	return 0;
}
NOKPROBE_SYMBOL(on_journal);

static struct kprobe journal_probe = {
	.symbol_name = "jbd2__journal_start",
	.pre_handler = on_journal,
};

static atomic_t ooms;			/* of ours */
static struct task_struct *holder;

static int on_oom(struct notifier_block *nb, unsigned long unused, void *freed)
{
	if (current == READ_ONCE(holder))
		atomic_inc(&ooms);
	return NOTIFY_OK;
}

static struct notifier_block notifier = { .notifier_call = on_oom };

static void nothing(void)
{
}

static const struct lock locks[] = {
	{ "mmap", mmap_take, mmap_give },
	{ "genl", genl_lock, genl_unlock },
	{ "rtnl", rtnl_lock, rtnl_unlock },
	{ "cgroup", cgroup_take, cgroup_give },
	{ "nofs", nofs_take, nofs_give },
	{ "jbd2", jbd2_take, jbd2_give },
	{ "none", nothing, nothing },
};

/* Pages of the kernel's: nobody's memory, so nobody is charged for them. */
static void drain(const struct lock *lock, unsigned int ms)
{
	unsigned long until = jiffies + msecs_to_jiffies(ms), count = 0;
	s64 longest_us = 0, us;
	struct page *page, *next;
	LIST_HEAD(pages);
	ktime_t began;

	atomic_set(&ooms, 0);
	lock->take();
	WRITE_ONCE(holder, current);
	while (time_before(jiffies, until) && !fatal_signal_pending(current)) {
		began = ktime_get();
		page = alloc_page(GFP_KERNEL);
		us = ktime_us_delta(ktime_get(), began);
		longest_us = max(longest_us, us);
		if (!page)
			break;
		list_add(&page->lru, &pages);
		count++;
		if (atomic_read(&ooms))
			break;
	}
	WRITE_ONCE(holder, NULL);
	lock->give();
	list_for_each_entry_safe(page, next, &pages, lru) {
		list_del(&page->lru);
		__free_page(page);
	}
	pr_info("%s pages %lu ooms %d longest %lld us\n", lock->name, count,
		atomic_read(&ooms), longest_us);
}

typedef unsigned long lookup_fn(const char *name);

static bool find_cgroup_lock(void)
{
	struct kprobe probe = { .symbol_name = "kallsyms_lookup_name" };
	lookup_fn *lookup;

	if (register_kprobe(&probe))
		return false;
	lookup = (lookup_fn *)probe.addr;
	unregister_kprobe(&probe);
	cgroup_lock_found = (struct mutex *)lookup("cgroup_mutex");
	return cgroup_lock_found;
}

static ssize_t command(struct file *file, const char __user *buf, size_t size,
		       loff_t *pos)
{
	char text[32] = {}, name[16];
	unsigned int ms, i;

	if (size >= sizeof(text))
		return -EINVAL;
	if (copy_from_user(text, buf, size))
		return -EFAULT;
	if (sscanf(text, "%15s %u", name, &ms) != 2)
		return -EINVAL;
	for (i = 0; i < ARRAY_SIZE(locks); i++) {
		if (strcmp(locks[i].name, name))
			continue;
		if (locks[i].take == jbd2_take && !READ_ONCE(journal))
			return -ENODEV;
		drain(&locks[i], ms);
		return size;
	}
	return -EINVAL;
}

static const struct proc_ops ops = {
	.proc_write = command,
};

static int __init locks_init(void)
{
	int err;

	if (!find_cgroup_lock())
		return -ENOENT;
	if (jbd2__journal_start) {
		err = register_kprobe(&journal_probe);
		if (err)
			return err;
	}
	err = register_oom_notifier(&notifier);
	if (!err && !proc_create("oomt_locks", 0200, NULL, &ops)) {
		unregister_oom_notifier(&notifier);
		err = -ENOMEM;
	}
	if (err && jbd2__journal_start)
		unregister_kprobe(&journal_probe);
	return err;
}

static void __exit locks_exit(void)
{
	remove_proc_entry("oomt_locks", NULL);
	unregister_oom_notifier(&notifier);
	if (jbd2__journal_start)
		unregister_kprobe(&journal_probe);
}

module_init(locks_init);
module_exit(locks_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Test of the oomtables guests: out of memory with a lock held");
