/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Ranking candidates (language.md 4, "Choosing").  Any context.
 */
#ifndef OOMT_ENGINE_RANK_H
#define OOMT_ENGINE_RANK_H

#include "decide.h"

/*
 * Fills v->value (and v->value_known) from v->points: the order-by field,
 * negated by `asc`, plus points.  A point is a thousandth of mem.total for
 * sizes and rates, a second for times, one for plain numbers.
 */
void oomt_rank_value(const struct oomt_picture *pic,
		     const struct oomt_domain *domain,
		     const struct oomt_chain *chain,
		     const struct oomt_task *task, struct oomt_verdict *v);

/* The same from a value of the field that is known already, or is not. */
void oomt_rank_value_of(const struct oomt_domain *domain,
			const struct oomt_chain *chain, bool known, s64 field,
			struct oomt_verdict *v);

/*
 * Whether candidate a (index in pic->task) is taken before candidate b, by the
 * verdicts of the last oomt_decide(): prefer, then value, then younger, then
 * the higher pid.  A strict total order over tasks of different pid.
 */
bool oomt_rank_before(const struct oomt_picture *pic,
		      const struct oomt_workspace *ws, u32 a, u32 b);

/* What the candidate's `value` is in thousandths of its base (output). */
s64 oomt_rank_score(const struct oomt_domain *domain, enum oomt_field order,
		    s64 value);

#endif /* OOMT_ENGINE_RANK_H */
