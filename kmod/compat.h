/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Every difference between the kernels that are served, in one place.
 * Included first by every file of the module; nothing else tests a version.
 */
#ifndef OOMT_KMOD_COMPAT_H
#define OOMT_KMOD_COMPAT_H

/* Before any header: every line of ours in the log tells whose it is. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/version.h>

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 1, 0) || \
	LINUX_VERSION_CODE >= KERNEL_VERSION(7, 3, 0)
#error "oomtables serves Linux 6.1 to 7.2; this kernel is outside that range"
#endif
#ifndef CONFIG_64BIT
#error "oomtables serves 64-bit kernels only"
#endif
#ifndef CONFIG_CPU_LITTLE_ENDIAN
#ifdef CONFIG_CPU_BIG_ENDIAN
#error "oomtables serves little-endian kernels only"
#endif
#endif
#if !defined(CONFIG_MMU) || !defined(CONFIG_CGROUPS) || \
	!defined(CONFIG_KRETPROBES) || !defined(CONFIG_TRACEPOINTS)
#error "oomtables needs an MMU, cgroups, kretprobes and tracepoints"
#endif

#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/oom.h>
#include <linux/sched.h>
#include <linux/sched/coredump.h>
#include <linux/sched/mm.h>
#include <linux/sched/signal.h>
#include <linux/timer.h>
#include <net/genetlink.h>
#include <trace/events/oom.h>

/* The memory of this mm is gone or hopeless: nobody's victim any more. */
static inline bool oomt_mm_skipped(const struct mm_struct *mm)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 18, 0)
	return mm_flags_test(MMF_OOM_SKIP, mm);
#else
	return test_bit(MMF_OOM_SKIP, &mm->flags);
#endif
}

/*
 * Its pages are free.  exit_mmap() says "skipped" before the last of them are;
 * when it is done its tree of mappings is empty.  With users left it was the
 * reaper or process_mrelease() who skipped it, and they say so afterwards.
 */
static inline bool oomt_mm_given_back(const struct mm_struct *mm)
{
	if (!atomic_read(&mm->mm_users))
		return mtree_empty(&mm->mm_mt);
	return oomt_mm_skipped(mm);
}

/*
 * A reference to the file that it runs, in an RCU section; NULL: none.  (The
 * kernel's own function for it is not for modules.)
 */
static inline struct file *oomt_mm_exe_get(struct mm_struct *mm)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 7, 0)
	return get_file_rcu(&mm->exe_file);
#else
	struct file *file = rcu_dereference(mm->exe_file);

	return file && get_file_rcu(file) ? file : NULL;
#endif
}

/* The nodes a task may allocate from; NULL: all. */
static inline const nodemask_t *oomt_task_mems(const struct task_struct *p)
{
#ifdef CONFIG_CPUSETS
	return &p->mems_allowed;
#else
	return NULL;
#endif
}

/* Stops a timer and waits until its function does not run any more. */
static inline void oomt_timer_end(struct timer_list *timer)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 2, 0)
	timer_delete_sync(timer);
#else
	del_timer_sync(timer);
#endif
}

/* The attributes of a dump's request. */
static inline struct nlattr **oomt_dump_attrs(struct netlink_callback *cb)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 7, 0)
	return genl_dumpit_info(cb)->info.attrs;
#else
	return genl_dumpit_info(cb)->attrs;
#endif
}

/* Who may listen to events; older 6.1 cannot restrict a group. */
#ifdef GENL_MCAST_CAP_SYS_ADMIN
#define OOMT_MCAST_FLAGS	GENL_MCAST_CAP_SYS_ADMIN
#else
#define OOMT_MCAST_FLAGS	0
#endif

/*
 * The tracepoint mark_victim told a pid at first and tells a task now; the
 * change went into stable series, so the type is asked, not the version.
 */
#define OOMT_MARK_VICTIM_TELLS_TASK				\
	(!__builtin_types_compatible_p(typeof(&trace_mark_victim), \
				       void (*)(int)))

/* For work of calm times, on any processor. */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 18, 0)
#define OOMT_SYSTEM_WQ	system_dfl_wq
#else
#define OOMT_SYSTEM_WQ	system_unbound_wq
#endif

/* In a probe at a function's entry: another first argument. */
#if defined(CONFIG_X86_64) || defined(CONFIG_ARM64)
#define OOMT_REGS_CAN_SET	true
#else
#define OOMT_REGS_CAN_SET	false
#endif
static inline void oomt_regs_set_argument(struct pt_regs *regs, void *value)
{
#if defined(CONFIG_X86_64)
	regs->di = (unsigned long)value;
#elif defined(CONFIG_ARM64)
	regs->regs[0] = (unsigned long)value;
#endif
}

#endif /* OOMT_KMOD_COMPAT_H */
