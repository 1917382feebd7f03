// SPDX-License-Identifier: GPL-2.0-only
/*
 * The out_of_memory() that runs now.  Called by hooks oom and memcg and by
 * probes, with oom_lock held; must never allocate or sleep.
 *
 * Between our return and the kernel's selection the victim may go, and then
 * the kernel would take somebody of its own choice.  Two things keep it from
 * that, both through its own oom_control, which the probe has seen:
 *
 *   held	without __GFP_FS it returns before it selects.  A cgroup's call
 *		does not heed that; without its cgroup it asks the notifiers,
 *		and hook oom says that memory was freed
 *   claimed	oc->chosen is the victim already, and oom_badness() is asked
 *		about nobody but the idle task, which cannot be killed.  A victim
 *		that is found is chosen again; one that is not found is found to
 *		be exiting.  Where nobody is to die, the idle task is claimed
 */
#include "compat.h"

#include <linux/delay.h>
#include <linux/kprobes.h>
#include <linux/sched/task.h>

#include "call.h"
#include "choose.h"
#include "flight.h"
#include "handler.h"
#include "hook_memcg.h"
#include "mark.h"
#include "stats.h"

/* Every selection overwrites it. */
#define NOT_SELECTED	0x6f6f6d74L

static struct {
	struct task_struct *task;	/* NULL: none, or not seen */
	struct oom_control *oc;
	u64 steered_id;			/* decision, 0: no mark of its own */
	u32 steered_place;		/* of its flight */
	struct oomt_store *rest_store;	/* a reference; NULL: no others */
	enum oomt_context_id rest_ctx;	/* whose unit goes with the victim */
	struct task_struct *claimed;	/* a reference, if nobody selected */
	bool held;
	gfp_t gfp_mask;			/* as it was before it was held */
	struct mem_cgroup *memcg;	/* likewise; NULL: it has its own */
	bool passing;			/* ... until our notifier is asked */
} now;					/* oom_lock */
static bool probed, claims;		/* registered */
static bool closing;

/* ---- probes ------------------------------------------------------------- */

static void drop_rest(void)
{
	oomt_store_put(now.rest_store);
	now.rest_store = NULL;
}

static int on_entry(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	oomt_mark_clear();
	now.oc = (struct oom_control *)regs_get_kernel_argument(regs, 0);
	now.steered_id = 0;
	now.claimed = NULL;
	now.held = false;
	now.memcg = NULL;
	drop_rest();		/* of a call whose return was not seen */
	WRITE_ONCE(now.task, current);
	if (now.oc->memcg)
		oomt_hook_memcg(now.oc->memcg, now.oc->order);
	return 0;
}

/*
 * A mark that was not taken is no kill: current died meanwhile, the victim
 * has gone, the kernel waits for a victim of its own, or
 * vm.oom_kill_allocating_task overrode it.
 */
static void settle(enum oomt_mark_fate fate)
{
	if (!now.steered_id || fate == OOMT_MARK_NONE)
		return;
	if (fate == OOMT_MARK_LEFT) {
		oomt_flight_cancel(now.steered_place, now.steered_id,
				   OOMT_END_KERNEL_CHOICE);
		return;
	}
	if (now.steered_place < OOMT_CTX_MEMCG)
		oomt_stats_kill();
	else
		oomt_stats_kill_within();
	/* Whole or not at all. */
	if (now.rest_store) {
		oomt_choose_kill_rest(&now.rest_store->ctx[now.rest_ctx],
				      now.steered_place);
		oomt_flight_more(now.steered_place, now.steered_id, false);
	}
}

/* The kernel has put the reference, if it has come to select. */
static void unclaim(void)
{
	if (now.claimed && now.oc->chosen_points == NOT_SELECTED)
		put_task_struct(now.claimed);	/* the mark holds it too */
	now.claimed = NULL;
}

static int on_return(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	bool ours = now.task == current;
	enum oomt_mark_fate fate;

	if (ours)
		unclaim();
	fate = oomt_mark_clear();
	if (!ours)
		return 0;
	settle(fate);
	drop_rest();
	if (now.memcg)
		now.oc->memcg = now.memcg;
	WRITE_ONCE(now.passing, false);
	if (now.held)
		*(gfp_t *)&now.oc->gfp_mask = now.gfp_mask;
	WRITE_ONCE(now.task, NULL);
	return 0;
}

/* Also called for every reader of /proc/PID/oom_score. */
static int on_badness(struct kprobe *p, struct pt_regs *regs)
{
	if (READ_ONCE(now.task) == current && now.claimed)
		oomt_regs_set_argument(regs, &init_task);
	return 0;
}
NOKPROBE_SYMBOL(on_entry);
NOKPROBE_SYMBOL(on_return);
NOKPROBE_SYMBOL(on_badness);

static struct kretprobe call_probe = {
	.kp.symbol_name = "out_of_memory",
	.entry_handler = on_entry,
	.handler = on_return,
	.maxactive = 8,
};

static struct kprobe badness_probe = {
	.symbol_name = "oom_badness",
	.pre_handler = on_badness,
};

/* ---- what it is about --------------------------------------------------- */

/*
 * Waiting is for tasks that can be waited for: no kernel thread (kswapd, sysrq,
 * writeback), nobody dying.
 */
static bool may_wait(void)
{
	return !(current->flags & (PF_KTHREAD | PF_EXITING)) &&
	       !fatal_signal_pending(current);
}

struct oomt_call oomt_call_look(void)
{
	const struct oom_control *oc = now.oc;
	struct oomt_call call = {
		.known = now.task == current,
		.may_wait = may_wait(),
	};

	/* It would wait for itself. */
	call.may_ask = call.may_wait && current->tgid != oomt_handler_tgid();

	if (!call.known)
		return call;
	call.sysrq = oc->order == -1;
	call.no_fs = oc->gfp_mask && !(oc->gfp_mask & __GFP_FS);
	call.bound = oc->nodemask &&
		     !nodes_subset(node_states[N_MEMORY], *oc->nodemask);
	if (call.sysrq)
		call.may_wait = call.may_ask = false;
	return call;
}

static bool group_dying(const struct task_struct *p)
{
	return !READ_ONCE(p->signal->core_state) &&
	       READ_ONCE(p->signal->flags) & SIGNAL_GROUP_EXIT;
}

/* __task_will_free_mem() in mm/oom_kill.c */
static bool task_dying(struct task_struct *p)
{
	return group_dying(p) ||
	       (!READ_ONCE(p->signal->core_state) && thread_group_empty(p) &&
		p->flags & PF_EXITING);
}

/* task_will_free_mem() in mm/oom_kill.c, and it must answer the same. */
bool oomt_call_current_frees(void)
{
	struct mm_struct *mm = current->mm;
	struct task_struct *p;
	bool all = true;

	if (!mm || oomt_mm_skipped(mm) || !task_dying(current))
		return false;
	if (atomic_read(&mm->mm_users) <= 1)
		return true;
	rcu_read_lock();
	for_each_process(p) {
		if (p->signal == current->signal || !oomt_task_runs_on(p, mm))
			continue;
		all = task_dying(p);
		if (!all)
			break;
	}
	rcu_read_unlock();
	return all;
}

/* ---- what may still happen in it ---------------------------------------- */

/*
 * If nobody of ours would answer the notifiers' call, it would be taken for
 * the machine's: see drain().
 */
static void hold_memcg(void)
{
	if (READ_ONCE(closing)) {
		oomt_call_nobody();
		return;
	}
	now.memcg = now.oc->memcg;
	WRITE_ONCE(now.passing, true);
	WRITE_ONCE(now.oc->memcg, NULL);
}

bool oomt_call_passes(void)
{
	if (now.task != current || !now.passing)
		return false;
	WRITE_ONCE(now.passing, false);
	return true;
}

bool oomt_call_hold(void)
{
	gfp_t *mask;

	if (now.task != current)
		return false;
	if (now.oc->memcg) {
		hold_memcg();
		return true;
	}
	mask = (gfp_t *)&now.oc->gfp_mask;
	if (!now.held)
		now.gfp_mask = *mask;
	now.held = true;
	/* Nothing at all would mean: not known, and so allowed. */
	WRITE_ONCE(*mask, (*mask & ~__GFP_FS) | __GFP_DIRECT_RECLAIM);
	return true;
}

static void claim(struct task_struct *task)
{
	if (!claims || now.task != current || now.oc->chosen)
		return;
	now.claimed = get_task_struct(task);
	now.oc->chosen = task;
	now.oc->chosen_points = NOT_SELECTED;
}

void oomt_call_nobody(void)
{
	claim(&init_task);
}

int oomt_call_steer(const struct oomt_target *target, u32 place, u64 id)
{
	int err = oomt_mark_set(target);

	if (err)
		return err;
	now.steered_id = id;
	now.steered_place = place;
	claim(target->task);
	return 0;
}

void oomt_call_take_rest(struct oomt_store *store, enum oomt_context_id ctx)
{
	now.rest_store = oomt_store_hold(store);
	now.rest_ctx = ctx;
}

/* ---- canary ------------------------------------------------------------- */

/*
 * A probe can be off without anybody being told: kernel.ftrace_enabled=0,
 * /sys/kernel/debug/kprobes/enabled.  Both do it to all probes, so one on a
 * function of ours, which can be called at any time, tells of the others.
 */
static atomic_t heard;

static noinline void sing(void)
{
	barrier();
}

static int on_song(struct kprobe *p, struct pt_regs *regs)
{
	atomic_inc(&heard);
	return 0;
}
NOKPROBE_SYMBOL(on_song);

static struct kprobe canary = {
	.addr = (kprobe_opcode_t *)sing,
	.pre_handler = on_song,
};

bool oomt_call_probed(void)
{
	int before = atomic_read(&heard);

	if (!probed)
		return false;
	sing();
	return atomic_read(&heard) != before;
}

/* ---- life --------------------------------------------------------------- */

/* No call is on its way to our notifier, and none sets out any more. */
static void drain(void)
{
	WRITE_ONCE(closing, true);
	synchronize_rcu();	/* probes run with preemption off */
	while (READ_ONCE(now.passing))
		msleep(1);
}

int oomt_call_init(void)
{
	int err = register_kprobe(&canary);

	if (err)
		return err;
	err = register_kretprobe(&call_probe);
	if (err) {
		unregister_kprobe(&canary);
		return err;
	}
	probed = true;
	claims = OOMT_REGS_CAN_SET && !register_kprobe(&badness_probe);
	if (!claims)
		pr_warn("oom_badness cannot be probed: a victim that vanishes while the kernel selects leaves it its own choice\n");
	return 0;
}

void oomt_call_exit(void)
{
	if (probed) {
		drain();
		unregister_kretprobe(&call_probe);
		unregister_kprobe(&canary);
	}
	if (claims)
		unregister_kprobe(&badness_probe);
	oomt_mark_clear();
	drop_rest();
}
