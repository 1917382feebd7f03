/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a decision says besides its victim: `warn` and `log`.  Called by both
 * hooks with a context that has just decided; neither sleeps nor allocates.
 */
#ifndef OOMT_KMOD_TELL_H
#define OOMT_KMOD_TELL_H

#include "store.h"

int oomt_tell_init(void);
void oomt_tell_exit(void);

/* At every look of hook low: an episode ends when nothing has fired for a
 * minute. */
void oomt_tell_calm(void);

/*
 * Some chain has fired: warns whom it is about, once per episode, by an event
 * and the signal that the rule names.
 */
void oomt_tell_warnings(const struct oomt_store *store,
			struct oomt_context *ctx);

/* One line per `log` that somebody has passed.  Once per decision. */
void oomt_tell_logs(const struct oomt_store *store, struct oomt_context *ctx);

/*
 * The context has decided, and nobody may be taken, or nobody is there to do
 * it: the kernel chooses, exempt processes included.  Whoever allocates comes
 * back at once (GFP_NOFS: nobody is killed at all), so this is told once in a
 * while only.  With oom_lock held.
 */
void oomt_tell_left(const struct oomt_store *store, struct oomt_context *ctx);

#endif /* OOMT_KMOD_TELL_H */
