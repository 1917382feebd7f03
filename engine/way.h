/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * The way that a run over one task has gone: what it has looked at, and what
 * it has counted and logged.  Over every task of which the looks hold, a run
 * goes the same way.  memo.h keeps ways; vm.c writes them down while it runs.
 *
 *	comm "w*" rss > 2M total < 25% kill	of a task "w1", 3M, 5M:
 *	looks	rss [2M + 1, ...]  total [..., 25% - 1]
 *	steps	verdict of this rule
 *
 * Not among the looks, as the memo's key holds them: the classes of comm and
 * cgroup, and uid.  Any context.
 */
#ifndef OOMT_ENGINE_WAY_H
#define OOMT_ENGINE_WAY_H

#include "table.h"

#define OOMT_WAY_LOOKS	6
#define OOMT_WAY_STEPS	6

#define OOMT_WAY_KEYED							\
	(1ULL << OOMT_F_COMM | 1ULL << OOMT_F_CGROUP | 1ULL << OOMT_F_UID)

/* A field, and its values that make no difference; of a text the class. */
struct oomt_look {
	s64 lo, hi;			/* both in it */
	u32 field;
	bool known;			/* false: it has no value */
};

enum oomt_step {
	OOMT_STEP_PASS,			/* of a `counter` */
	OOMT_STEP_LOG,
	OOMT_STEP_VERDICT,
};

struct oomt_way {
	bool lost;			/* more than fits, or can be told */
	u8 looks, steps;
	struct oomt_look look[OOMT_WAY_LOOKS];
	struct {
		u32 rule;
		enum oomt_step step;
	} step[OOMT_WAY_STEPS];
};

/* The field has no value. */
void oomt_way_unknown(struct oomt_way *way, u32 field);

/* It has one, and any in [lo, hi], where it lies, would have done. */
void oomt_way_range(struct oomt_way *way, u32 field, s64 lo, s64 hi);

/* It has `value`, which was compared. */
void oomt_way_compare(struct oomt_way *way, u32 field, s64 value,
		      enum oomt_cmp cmp, s64 rhs);

/*
 * It has `value`, over which `insn` matched: a MATCH_NUM or MATCH_SET of this
 * task, with `rhs` its bound, unless that is not `known`.
 */
void oomt_way_number(struct oomt_way *way, const struct oomt_table *table,
		     const struct oomt_insn *insn, bool known, s64 value,
		     s64 rhs);

void oomt_way_step(struct oomt_way *way, enum oomt_step step, u32 rule);

#endif /* OOMT_ENGINE_WAY_H */
