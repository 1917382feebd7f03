/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * hook low's victim on its way out, with its unit, from its first signal until
 * they are gone or passed over.  Belongs to hook low's thread alone; never sleeps.
 *
 *	begin ──> GRACE ──over, or ended──> SIGKILL ──> PENDING ──> IDLE
 *	     └────────── without a grace ─────────────────┘
 */
#ifndef OOMT_KMOD_FOLLOW_H
#define OOMT_KMOD_FOLLOW_H

#include "store.h"
#include "target.h"
#include "../engine/after.h"

/*
 * The victim of ctx->decision has had its signal, the first of a grace or
 * SIGKILL.  Keeps references of its own to the store and the target.
 */
void oomt_follow_begin(struct oomt_store *store, struct oomt_context *ctx,
		       const struct oomt_target *target);

/*
 * A look at it, which sends SIGKILL when the grace is over: IDLE (or STUCK,
 * once: nobody is followed now), GRACE or PENDING.  `store`: what is in force
 * now, may be NULL; a grace whose chain is not in force any more ends there,
 * without a kill.
 */
enum oomt_after_phase oomt_follow_look(struct oomt_store *store);

/* The first signal of a grace for the others of its unit. */
void oomt_follow_signal_rest(int signal);

/* The grace ends now, with SIGKILL, for whom they forked meanwhile, too. */
void oomt_follow_escalate(void);

/* What the last kill gives; for the decision after it. */
struct oomt_after *oomt_follow_after(void);

void oomt_follow_exit(void);	/* after the thread has ended */

#endif /* OOMT_KMOD_FOLLOW_H */
