// SPDX-License-Identifier: GPL-2.0-only
/*
 * Deeds of the executor.  Decided by hook low, ended by the device's writer;
 * must never wait, and never do one of them itself.
 */
#include "compat.h"

#include <linux/spinlock.h>
#include <linux/timekeeping.h>

#include "deed.h"
#include "event.h"
#include "flight.h"
#include "handler.h"
#include "hooks.h"
#include "../engine/after.h"

#define DEEDS_MAX	8		/* begun and not ended yet */
#define END_NS		(60 * (u64)NSEC_PER_SEC)	/* then it never ends */
#define SPENT_MAX	(2 * OOMT_MEMBERS_MAX)

struct deed {
	u64 begun_ns;			/* 0: free */
	struct oomt_decision decision;
};

static DEFINE_RAW_SPINLOCK(deed_lock);
static struct deed *deeds;		/* [DEEDS_MAX], deed_lock */
static u64 waits_id;			/* deed_lock: that is waited for, or 0 */
static u64 until_ns;			/* for so long */
static s32 last_base;			/* its chain */
static bool frozen;			/* somebody, until the episode ends */
static struct oomt_episode spent;

/* As an episode that is full: it has everybody. */
static struct oomt_episode_entry nobodies[4];
static const struct oomt_episode everybody = {
	.slots = ARRAY_SIZE(nobodies), .count = 3, .entry = nobodies,
};

int oomt_deed_init(void)
{
	deeds = oomt_alloc(DEEDS_MAX, sizeof(*deeds));
	if (!deeds)
		return -ENOMEM;
	if (!oomt_episode_init(&spent, SPENT_MAX))
		return 0;
	oomt_free(deeds);
	return -ENOMEM;
}

void oomt_deed_exit(void)
{
	oomt_episode_exit(&spent);
	oomt_free(deeds);
}

const struct oomt_episode *oomt_deed_spent(bool nobody_does)
{
	return nobody_does ? &everybody : &spent;
}

/* ---- whom --------------------------------------------------------------- */

u32 oomt_deed_members(const struct oomt_context *ctx,
		      struct oomt_member *member)
{
	const struct oomt_task *task = ctx->facts.pic.task;
	u32 at = OOMT_NONE, n = 0;

	for (at = oomt_units_next(&ctx->ws, ctx->ws.best[0], at);
	     at != OOMT_NONE && n < OOMT_MEMBERS_MAX;
	     at = oomt_units_next(&ctx->ws, ctx->ws.best[0], at))
		member[n++] = (struct oomt_member){
			.pid = task[at].pid, .start_ns = task[at].start_ns,
		};
	return n;
}

void oomt_deed_spend(const struct oomt_context *ctx)
{
	const struct oomt_task *task = ctx->facts.pic.task;
	u32 at = OOMT_NONE;

	while ((at = oomt_units_next(&ctx->ws, ctx->ws.best[0], at)) !=
	       OOMT_NONE)
		oomt_episode_add(&spent, task[at].pid, task[at].start_ns,
				 OOMT_EPISODE_SPENT);
}

/* ---- begun and ended ---------------------------------------------------- */

static void end(struct deed *deed, enum oomt_ending ending)
{
	const struct oomt_decision *d = &deed->decision;
	u64 took_ns = ktime_get_boottime_ns() - d->at_ns;

	lockdep_assert_held(&deed_lock);
	oomt_event_ending(d, ending, took_ns, -1);
	oomt_flight_last_end(d->id, ending, took_ns);
	/* What has failed helps nobody. */
	if (ending != OOMT_END_DONE && waits_id == d->id)
		waits_id = 0;
	deed->begun_ns = 0;
}

/* A free place; none: that of the oldest, which ends here. */
static struct deed *place(void)
{
	struct deed *oldest = &deeds[0];
	u32 i;

	lockdep_assert_held(&deed_lock);
	for (i = 0; i < DEEDS_MAX; i++)
		if (deeds[i].begun_ns < oldest->begun_ns)
			oldest = &deeds[i];
	if (oldest->begun_ns)
		end(oldest, OOMT_END_UNDONE);
	return oldest;
}

void oomt_deed_begin(const struct oomt_context *ctx)
{
	const struct oomt_decision *d = &ctx->decision;
	u64 now_ns = ktime_get_boottime_ns();
	unsigned long flags;
	struct deed *deed;

	raw_spin_lock_irqsave(&deed_lock, flags);
	deed = place();
	deed->begun_ns = now_ns;
	deed->decision = *d;
	waits_id = d->id;
	until_ns = now_ns + OOMT_AFTER_NS;
	last_base = ctx->ws.decided_base;
	raw_spin_unlock_irqrestore(&deed_lock, flags);
	if (d->runner[0].kind == OOMT_ACT_FREEZE && !d->runner[0].amount)
		frozen = true;
}

bool oomt_deed_end(u64 id, enum oomt_ending ending)
{
	unsigned long flags;
	bool found = false;
	u32 i;

	raw_spin_lock_irqsave(&deed_lock, flags);
	for (i = 0; i < DEEDS_MAX && !found; i++) {
		found = deeds[i].begun_ns && deeds[i].decision.id == id;
		if (found)
			end(&deeds[i], ending);
	}
	raw_spin_unlock_irqrestore(&deed_lock, flags);
	return found;
}

void oomt_deed_outcome(u64 id, int result)
{
	if (oomt_deed_end(id, result < 0 ? OOMT_END_UNDONE : OOMT_END_DONE))
		oomt_hook_low_wake();
}

bool oomt_deed_waits(const struct oomt_context *ctx)
{
	unsigned long flags;
	bool waits;

	raw_spin_lock_irqsave(&deed_lock, flags);
	waits = waits_id && ktime_get_boottime_ns() < until_ns;
	raw_spin_unlock_irqrestore(&deed_lock, flags);
	return waits &&
	       !(ctx->decision.runner[0].kind == OOMT_ACT_KILL &&
		 ctx->ws.decided_base < last_base);
}

/* ---- looks -------------------------------------------------------------- */

/* Those that nobody will end any more. */
static void end_lost(u64 now_ns)
{
	bool alone = !oomt_handler_tgid();
	unsigned long flags;
	u32 i;

	raw_spin_lock_irqsave(&deed_lock, flags);
	for (i = 0; i < DEEDS_MAX; i++)
		if (deeds[i].begun_ns &&
		    (alone || now_ns - deeds[i].begun_ns > END_NS))
			end(&deeds[i], OOMT_END_UNDONE);
	raw_spin_unlock_irqrestore(&deed_lock, flags);
}

bool oomt_deed_look(bool held)
{
	u64 now_ns = ktime_get_boottime_ns();

	end_lost(now_ns);
	oomt_episode_tick(&spent, held, now_ns);
	/* An executor that ends lets everybody go. */
	frozen = frozen && oomt_handler_tgid();
	return frozen && !spent.held_ns;
}

void oomt_deed_thawed(void)
{
	frozen = false;
}
