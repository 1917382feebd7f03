/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Running chains over all processes at once: a box of the space is led through
 * the rules and split wherever a match holds for a part of it only, until each
 * part has its verdict.  The parts are disjoint, and together they are all that
 * went in.  Used by prove*.c only.
 */
#ifndef OOMT_OOMCTL_PROVE_WALK_H
#define OOMT_OOMCTL_PROVE_WALK_H

#include "prove_space.h"

/* A base chain on the way: guards first, then one or more others. */
struct prove_stage {
	u32 table, chain;
	bool guard;
	u64 *scope;			/* cells of cgroup, or NULL: all */
};

enum prove_end {
	PROVE_CANDIDATE,
	PROVE_EXEMPT_RULE,		/* of the chain */
	PROVE_EXEMPT_GUARD,
	PROVE_EXEMPT_POLICY,
	PROVE_EXEMPT_ALWAYS,		/* oom_score_adj -1000 */
	PROVE_OUT_OF_SCOPE,
	PROVE_PASSED,			/* behind the last stage */
};

/* What became of a part. */
struct prove_leaf {
	enum prove_end end;
	u32 stage;			/* index; of a guard's: that guard's */
	u32 table, rule;		/* rule: OOMT_NONE for a policy's */
	u32 action;			/* CANDIDATE: in ACTIONS of the table */
	s64 points;
	bool naming;			/* the rule, or one that led to it,
					 * singles out by who one is */
	bool limit_empty;		/* only while some limit is used up */
	const u64 *box;
};

/* 0: this part is done; 1: on to the next stage; negative: stop all. */
typedef int prove_leaf_fn(void *ctx, const struct prove_leaf *leaf);

struct prove_walk {
	const struct prove_space *space;
	struct prove_stage *stage;
	u32 stages;
	bool points;			/* scores matter */
	u64 deadline_ns;		/* CLOCK_MONOTONIC */
	prove_leaf_fn *leaf;
	void *ctx;
	u64 steps;			/* rules met, all walks together */
};

/*
 * Leads `box` through the stages.  0; -ETIME; -E2BIG: more parts at once than
 * memory is for; -ENOMEM; or what leaf() answered.
 */
int prove_walk_run(struct prove_walk *walk, const u64 *box);

u64 prove_now_ns(void);

#endif /* OOMT_OOMCTL_PROVE_WALK_H */
