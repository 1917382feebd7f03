// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Ranking candidates: what each is worth, and which of two comes first.
 * Called by decide, and by whoever prints a ranking; any context.
 */
#include "rank.h"
#include "amount.h"
#include "names.h"

#define NS_PER_S		1000000000LL

void oomt_rank_value(const struct oomt_picture *pic,
		     const struct oomt_domain *domain,
		     const struct oomt_chain *chain,
		     const struct oomt_task *task, struct oomt_verdict *v)
{
	s64 field;
	bool known = oomt_field_get(pic, task, chain->order, &field);

	oomt_rank_value_of(domain, chain, known, field, v);
}

void oomt_rank_value_of(const struct oomt_domain *domain,
			const struct oomt_chain *chain, bool known, s64 field,
			struct oomt_verdict *v)
{
	s64 points = v->points;

	v->value_known = known;
	if (chain->flags & OOMT_CHAIN_ASC)
		field = -field;
	/* No points, nothing to turn into the field's unit: most have none. */
	switch (points ? oomt_field_type(chain->order) : OOMT_T_NUMBER) {
	case OOMT_T_SIZE:
	case OOMT_T_RATE:
		points = domain->mem_total < 0 ? 0 :
			 oomt_muldiv(domain->mem_total, points, 1000);
		break;
	case OOMT_T_TIME:
		points = oomt_muldiv(points, NS_PER_S, 1);
		break;
	default:
		break;
	}
	v->value = oomt_add(field, points);
}

s64 oomt_rank_score(const struct oomt_domain *domain, enum oomt_field order,
		    s64 value)
{
	switch (oomt_field_type(order)) {
	case OOMT_T_SIZE:
	case OOMT_T_RATE:
		return domain->mem_total > 0 ?
			       oomt_muldiv(value, 1000, domain->mem_total) : 0;
	case OOMT_T_TIME:
		return value / NS_PER_S;
	default:
		return value;
	}
}

bool oomt_rank_before(const struct oomt_picture *pic,
		      const struct oomt_workspace *ws, u32 a, u32 b)
{
	const struct oomt_verdict *va = &ws->verdict[a], *vb = &ws->verdict[b];
	const struct oomt_task *ta = &pic->task[a], *tb = &pic->task[b];

	if (va->prefer != vb->prefer)
		return va->prefer > vb->prefer;
	if (va->value_known != vb->value_known)
		return va->value_known;
	if (va->value != vb->value)
		return va->value > vb->value;
	if (ta->start_ns != tb->start_ns)
		return ta->start_ns > tb->start_ns;
	return ta->pid > tb->pid;
}
