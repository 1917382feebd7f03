// SPDX-License-Identifier: GPL-2.0-only
/*
 * hook oom: the kernel is about to choose.  Runs in the allocating task, deep
 * in the page allocator, with oom_lock held:
 *
 *	out_of_memory()
 *	 ├─ probe, entry ── what this OOM is; no mark may stand
 *	 ├─ notifier ────── current dying? victim in flight? else decide:
 *	 │		     handler kills ──> *freed, the kernel retries
 *	 │		     else mark ──┐
 *	 ├─ selection <──────────────────┘ takes the marked one
 *	 └─ probe, return ─ was it taken?  the mark is cleared
 *
 * It never allocates, never waits longer than the chain's deadline for the
 * handler or WAIT_MS for a victim in flight, and reports *freed at most for
 * PATIENCE_MS per victim: whoever waits for memory here holds up the machine.
 */
#include "compat.h"

#include <linux/kprobes.h>
#include <linux/notifier.h>
#include <linux/timekeeping.h>

#include "choose.h"
#include "event.h"
#include "flight.h"
#include "handler.h"
#include "hooks.h"
#include "mark.h"
#include "stats.h"

#define PATIENCE_MS	200	/* then the victim in flight gets reserves */
#define WAIT_MS		20	/* of one call, for a victim in flight */
#define KERNEL_VICTIM_MS 5000	/* the reaper comes after 2 s, tries for 1 s */
#define TELL_MS		1000	/* "left to the kernel" is told this often */

/* The out_of_memory() that runs now; oom_lock. */
static struct {
	struct task_struct *task;	/* NULL: none, or not seen */
	struct oom_control *oc;
	u64 steered_id;			/* decision, 0: no mark of its own */
} call;
static bool probed;			/* registered */
static bool unseen;			/* the last call escaped the probe */

/* What matters about this OOM; the notifier's own. */
struct oom_view {
	bool known;		/* the probe has seen it */
	bool sysrq;
	bool no_fs;		/* the kernel will not kill for it */
	bool bound;		/* only some nodes have run out */
	bool may_wait;
};

/* ---- the probe ---------------------------------------------------------- */

static int on_entry(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	oomt_mark_clear();
	call.oc = (struct oom_control *)regs_get_kernel_argument(regs, 0);
	call.steered_id = 0;
	call.task = current;
	return 0;
}

/*
 * A mark that was not taken is no kill: current died meanwhile, the kernel
 * waits for a victim of its own, or vm.oom_kill_allocating_task overrode it.
 */
static void settle(enum oomt_mark_fate fate)
{
	if (!call.steered_id || fate == OOMT_MARK_NONE)
		return;
	if (fate == OOMT_MARK_TAKEN)
		oomt_stats_kill();
	else
		oomt_flight_cancel(OOMT_CTX_OOM, call.steered_id,
				   OOMT_END_KERNEL_CHOICE);
	call.steered_id = 0;
}

static int on_return(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	enum oomt_mark_fate fate = oomt_mark_clear();

	if (call.task == current) {
		settle(fate);
		call.task = NULL;
	}
	return 0;
}
NOKPROBE_SYMBOL(on_entry);
NOKPROBE_SYMBOL(on_return);

static struct kretprobe probe = {
	.kp.symbol_name = "out_of_memory",
	.entry_handler = on_entry,
	.handler = on_return,
	.maxactive = 8,
};

/* ---- this OOM ----------------------------------------------------------- */

/*
 * Waiting is for tasks that can be waited for: not the handler (it would wait
 * for itself), no kernel thread (kswapd, sysrq, writeback), nobody dying.
 */
static bool may_wait(void)
{
	return !(current->flags & (PF_KTHREAD | PF_EXITING)) &&
	       current->tgid != oomt_handler_tgid() &&
	       !fatal_signal_pending(current);
}

static struct oom_view view_call(void)
{
	const struct oom_control *oc = call.oc;
	struct oom_view view = {
		.known = call.task == current,
		.may_wait = may_wait(),
	};

	WRITE_ONCE(unseen, !view.known);
	if (!view.known)
		return view;
	view.sysrq = oc->order == -1;
	view.no_fs = oc->gfp_mask && !(oc->gfp_mask & __GFP_FS);
	view.bound = oc->nodemask &&
		     !nodes_subset(node_states[N_MEMORY], *oc->nodemask);
	if (view.sysrq)
		view.may_wait = false;
	return view;
}

static bool group_dying(const struct task_struct *p)
{
	return !READ_ONCE(p->signal->core_state) &&
	       READ_ONCE(p->signal->flags) & SIGNAL_GROUP_EXIT;
}

/*
 * Whether the kernel will grant current the reserves (task_will_free_mem()):
 * then it must not be kept from that.
 */
static bool current_frees(void)
{
	struct mm_struct *mm = current->mm;
	struct task_struct *p;
	bool all = true;

	if (!mm || oomt_mm_skipped(mm))
		return false;
	if (!group_dying(current) &&
	    !(thread_group_empty(current) && current->flags & PF_EXITING))
		return false;
	if (atomic_read(&mm->mm_users) <= 1)
		return true;
	rcu_read_lock();
	for_each_process(p) {
		if (p->signal == current->signal || p->flags & PF_KTHREAD)
			continue;
		all = group_dying(p) || !oomt_task_runs_on(p, mm);
		if (!all)
			break;
	}
	rcu_read_unlock();
	return all;
}

/* ---- a victim in flight ------------------------------------------------- */

static void wait_gone(const struct oomt_target *target)
{
	unsigned long end = jiffies + msecs_to_jiffies(WAIT_MS);

	while (!oomt_target_gone(target) && time_before(jiffies, end) &&
	       !fatal_signal_pending(current))
		schedule_timeout_killable(1);
}

/*
 * The kernel's own victim is not gone yet.  The kernel would wait for it too,
 * but if it goes between our look and the kernel's, the kernel takes another
 * one, of its own choice: seen.  So its answer ("progress") is given here, for
 * as long as its reaper may need.
 */
static void await_kernel_victim(unsigned long *freed)
{
	static u64 since_ns, last_ns;	/* oom_lock */
	u64 now_ns = ktime_get_boottime_ns();

	if (now_ns - last_ns > NSEC_PER_SEC)
		since_ns = now_ns;
	last_ns = now_ns;
	if (now_ns - since_ns < KERNEL_VICTIM_MS * NSEC_PER_MSEC)
		*freed = 1;
}

/*
 * What was promised by the handler or by low, and nobody has killed: it dies
 * now.  What is dying is marked: reserves for it instead of a second victim.
 * False: not markable, its memory is being given back this moment.
 */
static bool steer_same(enum oomt_context_id ctx, u64 id,
		       const struct oomt_target *target,
		       const struct oom_view *view, unsigned long *freed)
{
	if (oomt_target_dying(target))
		return view->known && !view->no_fs && !oomt_mark_set(target);
	oomt_flight_ending(ctx, id, OOMT_END_KERNEL_SIGNAL);
	oomt_target_kill(target);
	oomt_stats_kill();
	*freed = 1;
	return true;
}

static void heed_target(enum oomt_context_id ctx, u64 id, u64 age_ns,
			const struct oomt_target *target,
			const struct oom_view *view, unsigned long *freed)
{
	bool may_wait = view->may_wait && !oomt_target_feeds(target, current);

	/* The kernel has it in hand: it has the reserves already. */
	if (tsk_is_oom_victim(target->task)) {
		await_kernel_victim(freed);
		return;
	}
	if (may_wait && age_ns < PATIENCE_MS * NSEC_PER_MSEC) {
		wait_gone(target);
		*freed = 1;
		return;
	}
	if (steer_same(ctx, id, target, view, freed))
		return;
	if (may_wait)
		wait_gone(target);	/* 2 s of flight is the bound */
	*freed = 1;
}

/* What low has promised but nobody has read yet is not in flight. */
static bool withdrawn(enum oomt_context_id ctx, u64 id,
		      const struct oomt_target *target)
{
	if (ctx != OOMT_CTX_LOW || oomt_target_dying(target) ||
	    !oomt_handler_withdraw())
		return false;
	oomt_flight_cancel(ctx, id, OOMT_END_KERNEL_CHOICE);
	return true;
}

/* True: this OOM is answered by a victim that is on its way out. */
static bool heed_flight(enum oomt_context_id ctx, const struct oom_view *view,
			unsigned long *freed)
{
	struct oomt_target target;
	enum oomt_phase phase;
	u64 age_ns, id;
	bool answered;

	phase = oomt_flight_look(ctx, true, &age_ns);
	if (phase == OOMT_PHASE_NEWS)
		*freed = 1;
	if (phase != OOMT_PHASE_FLYING)
		return phase == OOMT_PHASE_NEWS;
	if (!oomt_flight_target(ctx, &target, &id))
		return false;
	answered = !withdrawn(ctx, id, &target);
	if (answered)
		heed_target(ctx, id, age_ns, &target, view, freed);
	oomt_target_put(&target);
	return answered;
}

/* ---- acting ------------------------------------------------------------- */

static void signal_self(const struct oomt_decision *d,
			const struct oomt_target *target)
{
	oomt_flight_ending(OOMT_CTX_OOM, d->id, OOMT_END_KERNEL_SIGNAL);
	oomt_target_kill(target);
	oomt_stats_kill();
}

/*
 * Whether the kernel's hand would take the victim, and it alone.  Not for a
 * GFP_NOFS allocation, not beside another's mark, not with its whole group;
 * and without the probe nobody would clear the mark in time.
 */
static bool markable(const struct oomt_target *target, bool foreign,
		     const struct oom_view *view)
{
	return view->known && !view->no_fs && !foreign &&
	       !oomt_target_grouped(target);
}

/*
 * The policy's victim by the kernel's hand, else by our signal.  A sysrq does
 * not heed *freed, and a kernel thread may be one: they get the mark in any
 * case.  The signal goes last, so that the kernel finds its victim dying and
 * leaves its group alone; a victim that is gone by then leaves the kernel to
 * its own choice, which nothing can keep it from in a sysrq.
 */
static void steer(const struct oomt_decision *d,
		  const struct oomt_target *target, bool foreign,
		  const struct oom_view *view, unsigned long *freed)
{
	if (markable(target, foreign, view) && !oomt_mark_set(target)) {
		oomt_flight_ending(OOMT_CTX_OOM, d->id, OOMT_END_KERNEL_MARK);
		call.steered_id = d->id;
		return;
	}
	if (view->sysrq || (!view->known && current->flags & PF_KTHREAD))
		oomt_mark_set(target);
	signal_self(d, target);
	*freed = 1;
}

/* True: the handler's answer settles it. */
static bool ask(const struct oomt_decision *d,
		const struct oomt_target *target, unsigned long *freed)
{
	int result, err = oomt_handler_ask(OOMT_CTX_OOM, d, &result);

	/* current is dying: the kernel sees to it, or else takes the mark */
	if (err == -EINTR)
		return current_frees();
	if (err)
		return false;
	if (!result) {
		oomt_target_kill_sharers(target);
		oomt_stats_kill();
	} else if (oomt_target_gone(target)) {
		oomt_flight_ending(OOMT_CTX_OOM, d->id, OOMT_END_GONE);
	} else {
		return false;
	}
	*freed = 1;
	return true;
}

static void act(struct oomt_context *ctx, const struct oomt_target *target,
		const struct oom_view *view, unsigned long *freed)
{
	const struct oomt_decision *d = &ctx->decision;
	struct oomt_target flies;

	oomt_target_copy(target, &flies);
	if (!oomt_flight_begin(OOMT_CTX_OOM, d, &flies, view->sysrq)) {
		/* hook low was faster: its victim is heeded next time */
		oomt_target_put(&flies);
		*freed = 1;
		return;
	}
	oomt_event_decision(d);
	/* A victim on current's memory may need what current holds. */
	if (view->may_wait && !oomt_target_feeds(target, current) &&
	    ask(d, target, freed))
		return;
	if (d->flags & OOMT_DEC_FALLBACK_KERNEL)
		oomt_flight_cancel(OOMT_CTX_OOM, d->id, OOMT_END_KERNEL_CHOICE);
	else
		steer(d, target, ctx->facts.foreign_mark, view, freed);
}

/*
 * Nobody may be taken, or nobody is there to do it: the kernel chooses.  An
 * allocation for which it does not kill (GFP_NOFS) comes back at once, so this
 * is told once in a while only.
 */
static void leave(const struct oomt_decision *d)
{
	static u64 told_ns;	/* oom_lock */

	if (told_ns && d->at_ns - told_ns < TELL_MS * NSEC_PER_MSEC)
		return;
	told_ns = d->at_ns;
	oomt_event_decision(d);
	oomt_event_ending(d, OOMT_END_KERNEL_CHOICE, 0, -1);
}

static void decide(struct oomt_store *store, const struct oom_view *view,
		   unsigned long *freed)
{
	const struct oomt_choice choice = {
		.hook = OOMT_HOOK_OOM,
		.mems = oomt_task_mems(current),
		.heed_kernel = !view->sysrq,
	};
	struct oomt_context *ctx = &store->ctx[OOMT_CTX_OOM];
	struct oomt_decision *d = &ctx->decision;
	struct oomt_target target;

	oomt_choose(&store->rs, ctx, &choice, &target);
	oomt_store_seen(store, &ctx->facts);
	if (choice.heed_kernel && ctx->facts.kernel_victim)
		await_kernel_victim(freed);
	if (d->outcome == OOMT_OUT_NOTHING)
		return;
	d->current_pid = current->tgid;
	d->flags |= (view->no_fs ? OOMT_DEC_NO_FS : 0) |
		    (view->sysrq ? OOMT_DEC_SYSRQ : 0);
	if (d->outcome == OOMT_OUT_NO_CANDIDATE ||
	    (d->flags & OOMT_DEC_FALLBACK_KERNEL && !oomt_handler_listens())) {
		leave(d);
	} else {
		d->id = oomt_stats_decide();
		act(ctx, &target, view, freed);
	}
	oomt_target_put(&target);
}

/* ---- the notifier ------------------------------------------------------- */

static void answer(struct oomt_store *store, const struct oom_view *view,
		   unsigned long *freed)
{
	/* Not the machine has run out, but what a mempolicy allows. */
	if (view->bound)
		return;
	if (!view->sysrq && (heed_flight(OOMT_CTX_OOM, view, freed) ||
			     heed_flight(OOMT_CTX_LOW, view, freed)))
		return;
	if (store->rs.base_count[OOMT_HOOK_OOM])
		decide(store, view, freed);
}

static int on_oom(struct notifier_block *nb, unsigned long unused, void *data)
{
	struct oom_view view = view_call();
	unsigned long *freed = data;
	struct oomt_store *store;

	oomt_mark_clear();
	if (*freed && !view.sysrq)
		return NOTIFY_OK;
	if (!view.sysrq && current_frees())
		return NOTIFY_OK;
	store = oomt_store_get();
	if (store)
		answer(store, &view, freed);
	oomt_store_put(store);
	return NOTIFY_OK;
}

static struct notifier_block notifier = {
	.notifier_call = on_oom,
	.priority = INT_MIN,
};

bool oomt_hook_oom_probed(void)
{
	return probed && !READ_ONCE(unseen);
}

/* Without kprobes the hook works, with its own signal instead of marks. */
int oomt_hook_oom_init(void)
{
	int err = register_kretprobe(&probe);

	probed = !err;
	if (err)
		pr_warn("out_of_memory cannot be probed (%d): victims get a signal, not the kernel's reserves\n",
			err);
	err = register_oom_notifier(&notifier);
	if (err && probed)
		unregister_kretprobe(&probe);
	return err;
}

void oomt_hook_oom_exit(void)
{
	unregister_oom_notifier(&notifier);
	if (probed)
		unregister_kretprobe(&probe);
	oomt_mark_clear();
}
