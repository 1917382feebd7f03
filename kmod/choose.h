/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Picture, decision, victim: what all hooks and dumps do in the same way.
 */
#ifndef OOMT_KMOD_CHOOSE_H
#define OOMT_KMOD_CHOOSE_H

#include "store.h"
#include "target.h"
#include "../engine/after.h"

struct oomt_choice {
	enum oomt_hook hook;
	const nodemask_t *mems;	/* oom: memory that is wanted; NULL: any */
	struct mem_cgroup *within; /* memcg: that was hit; else NULL */
	struct oomt_after *after; /* low: what the last kill gave; or NULL */
	bool steady;		/* a dump: every `for` has held */
	bool everything;	/* a dump: all facts, kernel threads too */
	bool heed_kernel;	/* decide nothing while the kernel's own victim
				 * is not gone yet */
};

/*
 * Fills ctx->facts, ctx->ws and ctx->decision.  With a victim *target holds
 * it, else target->task is NULL.  Neither sleeps nor allocates.
 *
 * Processes that share memory are one: a victim whose memory, or that of a
 * member of whose unit, an exempt process uses too is passed over, and the
 * choice made again without it.
 */
void oomt_choose(const struct oomt_ruleset *rs, struct oomt_context *ctx,
		 const struct oomt_choice *choice, struct oomt_target *target);

/* Whether the unit that was chosen has other members. */
bool oomt_choose_has_rest(const struct oomt_context *ctx);
/*
 * SIGKILL for them, when its target has had its own: who began when the picture
 * was taken, and nobody else.  They fly with it, at that place.  Neither sleeps
 * nor allocates.
 */
void oomt_choose_kill_rest(const struct oomt_context *ctx, u32 place);

/*
 * Takes a picture and judges everybody by one base chain, which counts nothing
 * and chooses nobody; ppid is known.  Overwrites ctx->decision.
 */
void oomt_choose_judge(const struct oomt_ruleset *rs, struct oomt_context *ctx,
		       enum oomt_hook hook, u32 base);
/* Whether the task (index) must not die with others, as last judged. */
bool oomt_choose_spares(const struct oomt_context *ctx, u32 task);

#endif /* OOMT_KMOD_CHOOSE_H */
