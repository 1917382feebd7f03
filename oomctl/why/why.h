/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Why a process has the verdict it has: each rule that it met, with both sides
 * of each comparison.  Made by listening to the engine, so it cannot say
 * anything but what was evaluated.  Printed by `why`, and by `test` about the
 * process at fault.
 *
 *	engine --step--> oomt_why.step[] --grouped by rule--> .visit[]
 */
#ifndef OOMT_OOMCTL_WHY_H
#define OOMT_OOMCTL_WHY_H

#include <jansson.h>
#include "eval.h"
#include "output.h"
#include "rules.h"

/* One instruction that was reached. */
struct oomt_why_step {
	u32 table, insn;
	bool known, holds;
	s64 lhs, rhs;
};

/* One rule that was reached, once. */
struct oomt_why_visit {
	u32 table, rule;
	u32 step, step_count;		/* in oomt_why.step */
	u32 chain;			/* base chain, in its table's CHAINS */
	u32 depth;			/* calls above it */
};

struct oomt_why {
	const struct oomt_eval *eval;	/* borrowed */
	const struct oomt_rules *rules;	/* borrowed; of eval->rs, in order */
	const struct oomt_judgement *judged;
	u32 task;			/* in eval->pic->task */
	u32 rank;			/* from 1; 0: it does not stand there */
	/* A candidate's: */
	s32 *pid;			/* of its unit, itself first */
	u32 pid_count;
	bool broken;			/* its unit is broken up: it alone */
	u32 stands;			/* task that stands for the same unit,
					 * or OOMT_NONE: it does itself */
	struct oomt_why_step *step;
	u32 step_count, step_room;
	struct oomt_why_visit *visit;
	u32 visit_count;
	struct oomt_rule_text *text;	/* [table] */
};

/*
 * Asks about one process.  0; -ENOENT: no chain of the hook was or could be
 * judged; -ENOMEM; -EIO: see oomt_eval_trace().  On an error nothing is held.
 */
int oomt_why_init(struct oomt_why *why, struct oomt_eval *eval,
		  const struct oomt_rules *rules, u32 task);
void oomt_why_exit(struct oomt_why *why);

/* For people. */
void oomt_why_print(const struct oomt_out *out, const struct oomt_why *why);

/* The object; NULL: out of memory.  The caller owns it. */
json_t *oomt_why_json(const struct oomt_why *why);

#endif /* OOMT_OOMCTL_WHY_H */
