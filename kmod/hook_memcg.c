// SPDX-License-Identifier: GPL-2.0-only
/*
 * hook memcg: a cgroup has hit its limit.  Runs in the allocating task, in the
 * probe at the entry of out_of_memory(), with oom_lock held and preemption
 * off: there is nobody to ask and nothing to wait for, so the policy decides
 * and the kernel's own killer takes its victim.
 *
 *	out_of_memory(oc), oc->memcg
 *	 ├─ probe ─────── current dying? a victim in flight? then nobody else;
 *	 │		  else decide: steer, or leave
 *	 ├─ selection ─── the victim and, should it vanish, nobody
 *	 └─ return ────── taken? then the rest of its unit
 *
 * Where nobody is to die the call is held, and the task tries again.  A group
 * (memory.oom.group) the kernel itself takes whole.  It never allocates, sleeps
 * or waits.
 */
#include "compat.h"

#include <linux/atomic.h>
#include <linux/timekeeping.h>

#include "call.h"
#include "choose.h"
#include "event.h"
#include "flight.h"
#include "hook_memcg.h"
#include "kept.h"
#include "memcg.h"
#include "stats.h"
#include "tell.h"
#include "../engine/after.h"
#include "../engine/low.h"

#define LEAVING_MS	200	/* for what is about to be given back */

/*
 * oom_lock is held, so nobody else can be here; if we are wrong about that,
 * the second one is the kernel's.
 */
static atomic_t busy = ATOMIC_INIT(0);

/* ---- a victim in flight ------------------------------------------------- */

/*
 * What hook low or hook oom has promised dies now; what is dying gets the
 * reserves.  Not with its group: if the kernel finds that it will not free its
 * memory (it dumps core, or somebody who is not dying shares it), it kills,
 * and all of them.
 */
static void take_same(u32 place, u64 id, const struct oomt_target *target)
{
	if (!oomt_target_dying(target)) {
		oomt_flight_killed(place, id, OOMT_END_KERNEL_SIGNAL);
		oomt_target_kill(target);
		oomt_stats_kill();
	}
	if (tsk_is_oom_victim(target->task) || oomt_target_grouped(target) ||
	    oomt_call_steer(target, place, 0))
		oomt_call_hold();
}

/*
 * True: the cgroup's relief is on its way.  A victim of ours is waited for
 * longer than by the kernel, which takes the next one when the first has no
 * mappings any more, and its pages may still be charged.
 */
static bool heed_flight(u32 place, struct mem_cgroup *memcg)
{
	struct oomt_target target;
	enum oomt_phase phase;
	u64 age_ns, id;
	bool inside;

	phase = oomt_flight_look(place, false, &age_ns);
	if ((phase != OOMT_PHASE_FLYING && phase != OOMT_PHASE_GRACE) ||
	    !oomt_flight_target(place, &target, &id))
		return false;
	inside = oomt_memcg_holds(memcg, target.task);
	if (inside && place >= OOMT_CTX_MEMCG)
		oomt_call_hold();
	else if (inside)
		take_same(place, id, &target);
	oomt_target_put(&target);
	return inside;
}

static bool heed_flights(struct mem_cgroup *memcg)
{
	u32 place;

	for (place = 0; place < OOMT_FLIGHTS; place++)
		if (heed_flight(place, memcg))
			return true;
	return false;
}

/*
 * The same, for a short time, of whoever else dies: victims that the kernel has
 * chosen by itself, processes that end as processes do.
 */
static bool leaving(const struct oomt_facts *facts)
{
	static u64 since_ns, last_ns;	/* oom_lock */
	u64 now_ns = facts->pic.now_ns;

	if (!facts->kernel_leaving && facts->dying < OOMT_CRUMBS)
		return false;
	if (now_ns - last_ns > LEAVING_MS * NSEC_PER_MSEC)
		since_ns = now_ns;
	last_ns = now_ns;
	return now_ns - since_ns <= LEAVING_MS * NSEC_PER_MSEC;
}

/* ---- deciding ----------------------------------------------------------- */

/* The kernel takes the whole group by itself. */
static bool takes_group(const struct oomt_context *ctx)
{
	return ctx->ws.units.of && ctx->ws.units.of[ctx->ws.best[0]].group;
}

static void act(struct oomt_store *store, struct oomt_context *ctx,
		const struct oomt_target *target)
{
	struct oomt_decision *d = &ctx->decision;
	u32 place = oomt_flight_place();
	struct oomt_target flies;

	d->id = oomt_stats_decide();
	oomt_target_copy(target, &flies);
	oomt_flight_begin(place, d, &flies, true);
	oomt_kept_mark(&store->rs, ctx);
	oomt_event_decision(d);
	oomt_tell_logs(store, ctx);
	if (oomt_call_steer(target, place, d->id)) {
		/* It has gone since we looked. */
		oomt_flight_cancel(place, d->id, OOMT_END_GONE);
		oomt_call_hold();
		return;
	}
	oomt_flight_killed(place, d->id, OOMT_END_KERNEL_MARK);
	oomt_decision_acted(&store->rs, &ctx->ws, OOMT_HOOK_MEMCG,
			    ktime_get_boottime_ns());
	if (!takes_group(ctx) && oomt_choose_has_rest(ctx)) {
		oomt_flight_more(place, d->id, true);
		oomt_call_take_rest(store, OOMT_CTX_MEMCG);
	}
}

static void decide(struct oomt_store *store, struct mem_cgroup *memcg,
		   int order)
{
	const struct oomt_choice choice = {
		.hook = OOMT_HOOK_MEMCG,
		.within = memcg,
		.heed_kernel = true,
	};
	struct oomt_context *ctx = &store->ctx[OOMT_CTX_MEMCG];
	struct oomt_decision *d = &ctx->decision;
	struct oomt_target target;

	oomt_choose(&store->rs, ctx, &choice, &target);
	oomt_store_seen(store, &ctx->facts);
	/* Should somebody have gone meanwhile, nobody else goes. */
	if (ctx->facts.kernel_victim || leaving(&ctx->facts) ||
	    oomt_memcg_room(memcg, order)) {
		oomt_call_hold();
	} else if (d->outcome != OOMT_OUT_NOTHING) {
		oomt_tell_warnings(store, ctx);
		d->current_pid = current->tgid;
		/* Who asked to be killed first (swapoff, KSM) is, whoever is
		 * chosen. */
		if (d->outcome == OOMT_OUT_VICTIM && !ctx->facts.foreign_mark &&
		    !(d->flags & OOMT_DEC_FALLBACK_KERNEL))
			act(store, ctx, &target);
		else
			oomt_tell_left(store, ctx);
	}
	oomt_target_put(&target);
}

static void answer(struct oomt_store *store, struct mem_cgroup *memcg,
		   int order)
{
	/* Rules speak of the unified hierarchy only. */
	if (!store->rs.base_count[OOMT_HOOK_MEMCG] ||
	    !oomt_memcg_unified(memcg))
		return;
	/* The kernel finds the same, gives it the reserves, and no more. */
	if (oomt_call_current_frees())
		oomt_call_nobody();
	else if (!heed_flights(memcg))
		decide(store, memcg, order);
}

void oomt_hook_memcg(struct mem_cgroup *memcg, int order)
{
	struct oomt_store *store;

	if (IS_ENABLED(CONFIG_PREEMPT_RT) || atomic_xchg(&busy, 1))
		return;
	store = oomt_store_get();
	if (store)
		answer(store, memcg, order);
	oomt_store_put(store);
	atomic_set_release(&busy, 0);
}

/* ---- liveness ----------------------------------------------------------- */

bool oomt_hook_memcg_live(void)
{
	return IS_ENABLED(CONFIG_MEMCG) && !IS_ENABLED(CONFIG_PREEMPT_RT) &&
	       oomt_call_probed();
}

static bool wanted(void)
{
	struct oomt_store *store = oomt_store_get();
	bool chains = store && store->rs.base_count[OOMT_HOOK_MEMCG];

	oomt_store_put(store);
	return chains;
}

void oomt_hook_memcg_look(void)
{
	static bool ceased;
	bool off = wanted() && !oomt_hook_memcg_live();

	if (off && !ceased)
		pr_warn("out_of_memory is not probed any more (kernel.ftrace_enabled=0?): chains of hook memcg are not asked\n");
	if (!off && ceased)
		pr_info("chains of hook memcg are asked again\n");
	ceased = off;
}
