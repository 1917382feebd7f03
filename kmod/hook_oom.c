// SPDX-License-Identifier: GPL-2.0-only
/*
 * hook oom: the kernel is about to choose.  Runs in the allocating task, deep
 * in the page allocator, with oom_lock held:
 *
 *	out_of_memory()
 *	 ├─ notifier ─── current dying? victim in flight? else decide:
 *	 │		  handler kills ──> held: nobody is killed, the kernel
 *	 │		  else steer ──┐    retries
 *	 └─ selection <────────────────┘ takes that one
 *
 * (call.h tells how the call is held or steered.)  It never allocates, never
 * waits longer than the chain's deadline for the handler or AHEAD_MS for a
 * victim in flight, and holds a call at most for PATIENCE_MS per victim of
 * ours: whoever waits for memory here holds up the machine.
 */
#include "compat.h"

#include <linux/notifier.h>
#include <linux/timekeeping.h>

#include "call.h"
#include "choose.h"
#include "event.h"
#include "flight.h"
#include "handler.h"
#include "hooks.h"
#include "kept.h"
#include "mark.h"
#include "stats.h"
#include "tell.h"
#include "../engine/low.h"

#define PATIENCE_MS	200	/* then the victim in flight gets reserves */
#define WAIT_MS		20	/* of one call, for a victim in flight */
#define AHEAD_MS	100	/* ... of one who runs ahead of others */
#define BLIND_MS	5000	/* unseen calls: the reaper comes after 2 s,
				 * tries for 1 s */
#define DYING_MS	2000	/* current may come back dying for so long */

/*
 * Nobody is to be killed in this call, and the kernel retries.  Where the
 * call is not known, *freed says so too; but then a dying current does not
 * get the reserves (see current_dies()).
 */
static void hold(unsigned long *freed)
{
	if (!oomt_call_hold())
		*freed = 1;
}

/*
 * Current is dying and about to get the reserves.  If that changes between
 * our look and the kernel's, nobody is killed, and it comes again.  The bound
 * is for what we have not thought of.
 */
static bool current_dies(void)
{
	static const struct task_struct *last;	/* oom_lock; compared only */
	static u64 since_ns;
	u64 now_ns = ktime_get_boottime_ns();

	if (!oomt_call_current_frees())
		return false;
	if (last != current)
		since_ns = now_ns;
	last = current;
	if (now_ns - since_ns > DYING_MS * NSEC_PER_MSEC)
		return false;
	oomt_call_hold();
	return true;
}

/* ---- a victim in flight ------------------------------------------------- */

/*
 * Whoever retries without a pause while others are to leave, in real time on
 * their processor, or just often, keeps them from it: a tick is theirs.
 */
static void give_way(void)
{
	schedule_timeout_killable(1);
}

/* In real time, or with a negative nice: between two calls nobody else runs. */
static bool is_ahead(void)
{
	return current->prio < DEFAULT_PRIO;
}

static void wait_gone(const struct oomt_target *target)
{
	unsigned long end = jiffies + msecs_to_jiffies(is_ahead() ? AHEAD_MS :
								    WAIT_MS);

	while (!oomt_target_gone(target) && time_before(jiffies, end) &&
	       !fatal_signal_pending(current))
		give_way();
}

/*
 * The kernel's own victim is not gone yet.  The kernel would wait for it too,
 * as long as it takes, but if it goes between our look and the kernel's, the
 * kernel takes another one, of its own choice: seen.  So its answer is given
 * here; where the call is not known, for as long as its reaper may need.
 */
static void await_kernel_victim(unsigned long *freed)
{
	static u64 since_ns, last_ns;	/* oom_lock */
	u64 now_ns = ktime_get_boottime_ns();

	give_way();
	if (oomt_call_hold())
		return;
	if (now_ns - last_ns > NSEC_PER_SEC)
		since_ns = now_ns;
	last_ns = now_ns;
	if (now_ns - since_ns < BLIND_MS * NSEC_PER_MSEC)
		*freed = 1;
}

/*
 * The kernel's victim is gone, says the kernel, but its last pages are not
 * free this moment.  They are as good as here, or do not come: not longer.
 */
static bool leaving(unsigned long *freed)
{
	static u64 since_ns, last_ns;	/* oom_lock */
	u64 now_ns = ktime_get_boottime_ns();

	if (now_ns - last_ns > PATIENCE_MS * NSEC_PER_MSEC)
		since_ns = now_ns;
	last_ns = now_ns;
	if (now_ns - since_ns > PATIENCE_MS * NSEC_PER_MSEC)
		return false;
	give_way();
	hold(freed);
	return true;
}

/* Nobody has killed it yet; and no grace goes on when memory is gone. */
static void take_now(enum oomt_context_id ctx, u64 id,
		     const struct oomt_target *target, unsigned long *freed)
{
	oomt_flight_killed(ctx, id, OOMT_END_KERNEL_SIGNAL);
	oomt_target_kill(target);
	oomt_stats_kill();
	/* The others of a unit in its grace are for low to kill. */
	if (ctx == OOMT_CTX_LOW)
		oomt_hook_low_wake();
	hold(freed);
}

/*
 * What was promised by the handler or by low, and nobody has killed: it dies
 * now.  What is dying is steered to: reserves for it instead of a second
 * victim.  Not with its group: if the kernel finds that it will not free its
 * memory (it dumps core, or somebody who is not dying shares it), it kills,
 * and all of them.  False: its memory is being given back this moment, or has
 * to be waited for.
 */
static bool steer_same(enum oomt_context_id ctx, u64 id,
		       const struct oomt_target *target,
		       const struct oomt_call *call, unsigned long *freed)
{
	if (oomt_target_dying(target))
		return call->known && !call->no_fs &&
		       !oomt_target_grouped(target) &&
		       !oomt_call_steer(target, ctx, 0);
	take_now(ctx, id, target, freed);
	return true;
}

static void heed_target(enum oomt_context_id ctx, u64 id, u64 age_ns,
			bool grace, const struct oomt_target *target,
			const struct oomt_call *call, unsigned long *freed)
{
	bool may_wait = call->may_wait && !oomt_target_feeds(target, current);

	/* The others of its unit are not: they have had their signal. */
	if (oomt_target_gone(target)) {
		give_way();
		hold(freed);
		return;
	}
	/* The kernel has it in hand: it has the reserves already. */
	if (tsk_is_oom_victim(target->task)) {
		if (may_wait)
			wait_gone(target);
		await_kernel_victim(freed);
		return;
	}
	if (grace) {
		take_now(ctx, id, target, freed);
		return;
	}
	if (may_wait && age_ns < PATIENCE_MS * NSEC_PER_MSEC) {
		wait_gone(target);
		hold(freed);
		return;
	}
	if (steer_same(ctx, id, target, call, freed))
		return;
	if (may_wait)
		wait_gone(target);	/* 2 s of flight is the bound */
	else
		give_way();
	hold(freed);
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
static bool heed_flight(enum oomt_context_id ctx, const struct oomt_call *call,
			unsigned long *freed)
{
	struct oomt_target target;
	enum oomt_phase phase;
	u64 age_ns, id;
	bool answered;

	phase = oomt_flight_look(ctx, true, &age_ns);
	if (phase == OOMT_PHASE_NEWS)
		hold(freed);
	if (phase == OOMT_PHASE_NONE || phase == OOMT_PHASE_NEWS)
		return phase == OOMT_PHASE_NEWS;
	if (!oomt_flight_target(ctx, &target, &id))
		return false;
	answered = !withdrawn(ctx, id, &target);
	if (answered)
		heed_target(ctx, id, age_ns, phase == OOMT_PHASE_GRACE, &target,
			    call, freed);
	oomt_target_put(&target);
	return answered;
}

/* ---- acting ------------------------------------------------------------- */

/* The victim has had its signal, or is about to: a token of each limit. */
static void acted(struct oomt_store *store, struct oomt_context *ctx)
{
	oomt_decision_acted(&store->rs, &ctx->ws, OOMT_HOOK_OOM,
			    ktime_get_boottime_ns());
}

/* The others of its unit: it is not gone without them. */
static void take_rest(const struct oomt_context *ctx)
{
	oomt_choose_kill_rest(ctx, OOMT_CTX_OOM);
	oomt_flight_more(OOMT_CTX_OOM, ctx->decision.id, false);
}

static void signal_self(const struct oomt_decision *d,
			const struct oomt_target *target)
{
	oomt_flight_killed(OOMT_CTX_OOM, d->id, OOMT_END_KERNEL_SIGNAL);
	oomt_target_kill(target);
	oomt_stats_kill();
}

/*
 * Whether the kernel's hand would take the victim, and it alone.  Not for a
 * GFP_NOFS allocation, not beside another's mark, not with its whole group;
 * and without the probe nobody would clear the mark in time.
 */
static bool markable(const struct oomt_target *target, bool foreign,
		     const struct oomt_call *call)
{
	return call->known && !call->no_fs && !foreign &&
	       !oomt_target_grouped(target);
}

/*
 * The policy's victim by the kernel's hand, else by our signal; by that, too, for
 * who runs ahead of others: the kernel kills when we have returned, and then it
 * would look for pages for long before the victim came to run.  Of a call
 * that is not known, a kernel thread's may be a sysrq, which does not heed
 * *freed: it gets the mark in any case, before the signal, so that the kernel
 * finds its victim dying and leaves its group alone.
 */
static void steer(struct oomt_store *store, struct oomt_context *ctx,
		  const struct oomt_target *target,
		  const struct oomt_call *call, unsigned long *freed)
{
	const struct oomt_decision *d = &ctx->decision;
	bool waits = call->may_wait && is_ahead() &&
		     !oomt_target_feeds(target, current);

	acted(store, ctx);
	if (!waits && markable(target, ctx->facts.foreign_mark, call) &&
	    !oomt_call_steer(target, OOMT_CTX_OOM, d->id)) {
		oomt_flight_killed(OOMT_CTX_OOM, d->id, OOMT_END_KERNEL_MARK);
		oomt_call_take_rest(store, OOMT_CTX_OOM);
		return;
	}
	if (!call->known && current->flags & PF_KTHREAD)
		oomt_mark_set(target);
	signal_self(d, target);
	take_rest(ctx);
	if (waits)
		wait_gone(target);
	hold(freed);
}

/*
 * True: the handler's answer settles it.  Who runs ahead of others waits at once,
 * and not only when it has looked for pages for another round.
 */
static bool ask(struct oomt_store *store, struct oomt_context *ctx,
		const struct oomt_target *target, unsigned long *freed)
{
	const struct oomt_decision *d = &ctx->decision;
	int result, err = oomt_handler_ask(OOMT_CTX_OOM, d, NULL, 0,
						&result);

	if (err == -EINTR && current_dies()) {
		/* One is enough, and the other was not asked for yet. */
		oomt_flight_cancel(OOMT_CTX_OOM, d->id, OOMT_END_KERNEL_CHOICE);
		return true;
	}
	if (err == -EINPROGRESS && current_dies()) {
		oomt_flight_killed(OOMT_CTX_OOM, d->id, OOMT_END_EXECUTOR);
		acted(store, ctx);
		take_rest(ctx);
		return true;
	}
	if (err)
		return false;
	if (!result) {
		oomt_flight_killed(OOMT_CTX_OOM, d->id, OOMT_END_EXECUTOR);
		acted(store, ctx);
		oomt_target_kill_sharers(target);
		take_rest(ctx);
		oomt_stats_kill();
		if (is_ahead())
			wait_gone(target);
	} else if (oomt_target_gone(target)) {
		oomt_flight_cancel(OOMT_CTX_OOM, d->id, OOMT_END_GONE);
	} else {
		return false;
	}
	hold(freed);
	return true;
}

static void act(struct oomt_store *store, struct oomt_context *ctx,
		const struct oomt_target *target,
		const struct oomt_call *call, unsigned long *freed)
{
	const struct oomt_decision *d = &ctx->decision;
	struct oomt_target flies;

	oomt_target_copy(target, &flies);
	if (!oomt_flight_begin(OOMT_CTX_OOM, d, &flies, call->sysrq)) {
		/* hook low was faster: its victim is heeded next time */
		oomt_target_put(&flies);
		hold(freed);
		return;
	}
	oomt_flight_more(OOMT_CTX_OOM, d->id, oomt_choose_has_rest(ctx));
	oomt_kept_mark(&store->rs, ctx);
	oomt_event_decision(d);
	oomt_tell_logs(store, ctx);
	/* A victim on current's memory may need what current holds. */
	if (call->may_ask && !oomt_target_feeds(target, current) &&
	    ask(store, ctx, target, freed))
		return;
	if (d->flags & OOMT_DEC_FALLBACK_KERNEL) {
		oomt_flight_cancel(OOMT_CTX_OOM, d->id, OOMT_END_KERNEL_CHOICE);
		return;
	}
	steer(store, ctx, target, call, freed);
}

static void decide(struct oomt_store *store, const struct oomt_call *call,
		   unsigned long *freed)
{
	const struct oomt_choice choice = {
		.hook = OOMT_HOOK_OOM,
		.mems = oomt_task_mems(current),
		.heed_kernel = !call->sysrq,
	};
	struct oomt_context *ctx = &store->ctx[OOMT_CTX_OOM];
	struct oomt_decision *d = &ctx->decision;
	struct oomt_target target;

	oomt_choose(&store->rs, ctx, &choice, &target);
	oomt_store_seen(store, &ctx->facts);
	if (choice.heed_kernel && ctx->facts.kernel_victim) {
		await_kernel_victim(freed);
		return;
	}
	if (choice.heed_kernel && ctx->facts.kernel_leaving &&
	    leaving(freed)) {
		oomt_target_put(&target);
		return;
	}
	if (d->outcome == OOMT_OUT_NOTHING)
		return;
	oomt_tell_warnings(store, ctx);
	d->current_pid = current->tgid;
	d->flags |= (call->no_fs ? OOMT_DEC_NO_FS : 0) |
		    (call->sysrq ? OOMT_DEC_SYSRQ : 0);
	if (d->outcome == OOMT_OUT_NO_CANDIDATE ||
	    (d->flags & OOMT_DEC_FALLBACK_KERNEL && !oomt_handler_listens())) {
		oomt_tell_left(store, ctx);
	} else {
		d->id = oomt_stats_decide();
		act(store, ctx, &target, call, freed);
	}
	oomt_target_put(&target);
}

/* ---- the notifier ------------------------------------------------------- */

static void answer(struct oomt_store *store, const struct oomt_call *call,
		   unsigned long *freed)
{
	/* Not the machine has run out, but what a mempolicy allows. */
	if (call->bound)
		return;
	if (!call->sysrq && (heed_flight(OOMT_CTX_OOM, call, freed) ||
			     heed_flight(OOMT_CTX_LOW, call, freed)))
		return;
	if (store->rs.base_count[OOMT_HOOK_OOM])
		decide(store, call, freed);
}

static int on_oom(struct notifier_block *nb, unsigned long unused, void *data)
{
	unsigned long *freed = data;
	struct oomt_store *store;
	struct oomt_call call;

	/*
	 * Hook memcg holds it, and may not wait itself.  Other cgroups queue for
	 * oom_lock, so only who would keep the victim from running does.
	 */
	if (oomt_call_passes()) {
		if (is_ahead())
			give_way();
		*freed = 1;
		return NOTIFY_OK;
	}
	call = oomt_call_look();
	oomt_mark_clear();
	if (*freed && !call.sysrq)
		return NOTIFY_OK;
	if (!call.sysrq && current_dies())
		return NOTIFY_OK;
	store = oomt_store_get();
	if (store)
		answer(store, &call, freed);
	oomt_store_put(store);
	return NOTIFY_OK;
}

static struct notifier_block notifier = {
	.notifier_call = on_oom,
	.priority = INT_MIN,
};

/* Without kprobes the hook works, with its own signal instead of marks. */
int oomt_hook_oom_init(void)
{
	int err = register_oom_notifier(&notifier);

	if (err)
		return err;
	err = oomt_call_init();
	if (err)
		pr_warn("out_of_memory cannot be probed (%d): victims get a signal, not the kernel's reserves, and there is no hook memcg\n",
			err);
	return 0;
}

void oomt_hook_oom_exit(void)
{
	oomt_call_exit();
	unregister_oom_notifier(&notifier);
}
