// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Writing down the way of a run.  Called by vm; any context.
 */
#include "names.h"
#include "way.h"

/* The field's look, a new one if need be; NULL: not needed, or no room. */
static struct oomt_look *look_at(struct oomt_way *way, u32 field)
{
	struct oomt_look *look;
	u32 i;

	if (OOMT_WAY_KEYED & 1ULL << field)
		return NULL;
	for (i = 0; i < way->looks; i++)
		if (way->look[i].field == field)
			return &way->look[i];
	if (way->looks == OOMT_WAY_LOOKS) {
		way->lost = true;
		return NULL;
	}
	look = &way->look[way->looks++];
	look->field = field;
	look->known = true;
	look->lo = S64_MIN;
	look->hi = S64_MAX;
	return look;
}

void oomt_way_unknown(struct oomt_way *way, u32 field)
{
	struct oomt_look *look = look_at(way, field);

	if (look)
		look->known = false;
}

void oomt_way_range(struct oomt_way *way, u32 field, s64 lo, s64 hi)
{
	struct oomt_look *look = look_at(way, field);

	if (!look)
		return;
	if (look->lo < lo)
		look->lo = lo;
	if (look->hi > hi)
		look->hi = hi;
}

void oomt_way_compare(struct oomt_way *way, u32 field, s64 value,
		      enum oomt_cmp cmp, s64 rhs)
{
	bool equal = cmp == OOMT_CMP_EQ || cmp == OOMT_CMP_NE;
	bool below = cmp == OOMT_CMP_LE || cmp == OOMT_CMP_GT;

	/* What is equal stands alone, or with what is below or above. */
	if (value < rhs)
		oomt_way_range(way, field, S64_MIN, below ? rhs : rhs - 1);
	else if (value > rhs)
		oomt_way_range(way, field, equal || below ? rhs + 1 : rhs,
			       S64_MAX);
	else
		oomt_way_range(way, field, below ? S64_MIN : rhs,
			       equal || below ? rhs : S64_MAX);
}

/* The range, or the gap, of a sorted set that the value lies in. */
static void look_at_set(struct oomt_way *way, const struct oomt_table *table,
			const struct oomt_set *set, u32 field, s64 value)
{
	u32 lo = set->first, hi = set->first + set->count;
	s64 from = S64_MIN, to = S64_MAX;

	while (lo < hi) {
		u32 mid = lo + (hi - lo) / 2;
		const struct oomt_range *range = &table->RANGES[mid];

		if (value < range->lo) {
			to = range->lo - 1;
			hi = mid;
		} else if (value > range->hi) {
			from = range->hi + 1;
			lo = mid + 1;
		} else {
			from = range->lo;
			to = range->hi;
			break;
		}
	}
	oomt_way_range(way, field, from, to);
}

/* A percentage of the own cgroup's: tasks that are alike differ in it. */
static bool own_base(const struct oomt_insn *insn)
{
	return oomt_field_base(insn->field) == OOMT_B_MEMCG;
}

void oomt_way_number(struct oomt_way *way, const struct oomt_table *table,
		     const struct oomt_insn *insn, bool known, s64 value,
		     s64 rhs)
{
	const struct oomt_set *set;

	if (insn->op == OOMT_OP_MATCH_NUM) {
		way->lost |= insn->flags & OOMT_I_PERCENT && own_base(insn);
		if (known)
			oomt_way_compare(way, insn->field, value, insn->cmp,
					 rhs);
		else
			oomt_way_range(way, insn->field, S64_MIN, S64_MAX);
		return;
	}
	set = &table->SETS[insn->imm];
	if (set->flags & OOMT_SET_LINEAR) {
		way->lost |= own_base(insn);
		oomt_way_range(way, insn->field, value, value);
	} else {
		look_at_set(way, table, set, insn->field, value);
	}
}

void oomt_way_step(struct oomt_way *way, enum oomt_step step, u32 rule)
{
	if (way->steps == OOMT_WAY_STEPS) {
		way->lost = true;
		return;
	}
	way->step[way->steps].rule = rule;
	way->step[way->steps++].step = step;
}
