/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What hook low decides besides kills: freeze, reclaim, exec.  The module only
 * decides; the executor acknowledges that it has taken it on, does it, and
 * says later what came of it.  It is never done by the kernel's hand.
 *
 *	begin ──ACK──> it is being done ──OUTCOME──> DONE, UNDONE
 *	  └── no ACK, no executor ──> NOBODY
 *
 * Whoever it was decided about is not chosen for one again in the episode.
 * All but _outcome and _end: hook low's thread; none sleeps or allocates.
 */
#ifndef OOMT_KMOD_DEED_H
#define OOMT_KMOD_DEED_H

#include "store.h"

int oomt_deed_init(void);	/* allocates: 0, -ENOMEM */
void oomt_deed_exit(void);	/* after hook low's thread and the device */

static inline bool oomt_deed_is(const struct oomt_decision *d)
{
	return d->outcome == OOMT_OUT_VICTIM &&
	       d->runner[0].kind != OOMT_ACT_KILL;
}

/*
 * Whom a decision must not choose for a deed: those of this episode, or, where
 * nobody is there who could do one, everybody.
 */
const struct oomt_episode *oomt_deed_spent(bool nobody_does);

/* The unit of ctx->decision, in order; how many (at most OOMT_MEMBERS_MAX). */
u32 oomt_deed_members(const struct oomt_context *ctx,
		      struct oomt_member *member);

/* The decision is made: its unit is spent, whatever comes of it. */
void oomt_deed_spend(const struct oomt_context *ctx);
/*
 * The executor is about to be asked: it may have done it before it is seen to
 * have acknowledged it.
 */
void oomt_deed_begin(const struct oomt_context *ctx);
/* True: it was begun, and ends here. */
bool oomt_deed_end(u64 id, enum oomt_ending ending);
/* The executor says what came of it; any context that may take a spinlock. */
void oomt_deed_outcome(u64 id, int result);

/*
 * Whether the decision has to wait for what was done last to help: 2 s, but
 * not a kill by an earlier chain.
 */
bool oomt_deed_waits(const struct oomt_context *ctx);

/*
 * A look; held: a condition holds.  True: the episode is over and somebody is
 * frozen until then, so the executor is to be told; then oomt_deed_thawed().
 */
bool oomt_deed_look(bool held);
void oomt_deed_thawed(void);

#endif /* OOMT_KMOD_DEED_H */
