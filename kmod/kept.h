/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The picture that a decision was made by, for whoever asks for it later.
 *
 * Every look takes its picture where the one before stood.  If that was acted
 * upon, it is not overwritten but changes places with the one that was kept:
 *
 *	decided, acted upon: _mark()	what the tables know is copied
 *	next look: _turn()		facts <-> kept.facts, two pointers' worth
 *	decided, acted upon: _mark()
 *	next look: _turn()		only now the first one is gone
 *
 * So a reader has from one decision to the end of the next, and the hooks pay
 * a copy of a few states.
 */
#ifndef OOMT_KMOD_KEPT_H
#define OOMT_KMOD_KEPT_H

#include "store.h"

/* Load time: 0, -ENOMEM.  _exit() also of what was never made. */
int oomt_kept_init(struct oomt_context *ctx, const struct oomt_ruleset *rs,
		   u32 tasks, u32 cgroups);
void oomt_kept_exit(struct oomt_context *ctx, const struct oomt_ruleset *rs);

/*
 * ctx->decision is about to be acted upon, and nothing of it done yet.  The
 * owner of ctx; neither sleeps nor allocates.
 */
void oomt_kept_mark(const struct oomt_ruleset *rs, struct oomt_context *ctx);

/* ctx->facts are about to be overwritten.  The same, within ctx->seq. */
void oomt_kept_turn(struct oomt_context *ctx);

/*
 * Copies picture and decision of the hook, if they are still those of `at_ns`
 * (CLOCK_BOOTTIME), into ctx, whose facts have room of their own; and if it was
 * acted upon (ctx->acts), the states into ctx->before.  0; -ENOENT: another one
 * is there; -EAGAIN: one is just being taken; -E2BIG: no room.  May sleep.
 */
int oomt_kept_copy(const struct oomt_store *store, enum oomt_hook hook,
		   u64 at_ns, struct oomt_context *ctx);

/* Tasks and cgroups that ctx needs room for. */
void oomt_kept_capacity(const struct oomt_store *store, enum oomt_hook hook,
			u32 *tasks, u32 *cgroups);

#endif /* OOMT_KMOD_KEPT_H */
