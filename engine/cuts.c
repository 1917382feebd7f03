// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Classes of numbers: where the constants of a table's rules cut the values
 * of a field.  Made when a ruleset is made; see cuts.h.
 */
#include "cuts.h"

#define RANGES_MAX	64	/* a larger set is searched, not cut */

u32 oomt_cuts_ranges(const struct oomt_table *table,
		     const struct oomt_insn *insn)
{
	const struct oomt_set *set;

	if (insn->flags & OOMT_I_ANCESTOR)
		return 0;
	if (insn->op == OOMT_OP_MATCH_NUM)
		return insn->flags & OOMT_I_PERCENT ||
		       insn->cmp == OOMT_CMP_NE ? 0 : 1;
	if (insn->op != OOMT_OP_MATCH_SET || insn->cmp != OOMT_CMP_EQ)
		return 0;
	set = &table->SETS[insn->imm];
	return set->flags & OOMT_SET_LINEAR || set->count > RANGES_MAX ?
		       0 : set->count;
}

bool oomt_cuts_range(const struct oomt_table *table,
		     const struct oomt_insn *insn, u32 i, s64 *lo, s64 *hi)
{
	*lo = S64_MIN;
	*hi = S64_MAX;
	if (insn->op == OOMT_OP_MATCH_SET) {
		const struct oomt_range *range =
			&table->RANGES[table->SETS[insn->imm].first + i];

		*lo = range->lo;
		*hi = range->hi;
		return *lo <= *hi;
	}
	switch (insn->cmp) {
	case OOMT_CMP_LT:
		*hi = insn->imm - (insn->imm != S64_MIN);
		return insn->imm != S64_MIN;
	case OOMT_CMP_LE:
		*hi = insn->imm;
		return true;
	case OOMT_CMP_GT:
		*lo = insn->imm + (insn->imm != S64_MAX);
		return insn->imm != S64_MAX;
	case OOMT_CMP_GE:
		*lo = insn->imm;
		return true;
	default:
		*lo = insn->imm;
		*hi = insn->imm;
		return true;
	}
}

/* ---- making ------------------------------------------------------------- */

/* Two passes over the same code: the first counts, the second fills. */
struct cutting {
	struct oomt_cuts *cuts;
	u32 at[OOMT_F_COUNT];
	bool fill;
};

static void put(struct cutting *cutting, u32 field, s64 value)
{
	u32 at = cutting->at[field]++;

	if (cutting->fill)
		cutting->cuts->cut[cutting->cuts->first[field] + at] = value;
}

static void cut_match(struct cutting *cutting, const struct oomt_table *table,
		      const struct oomt_insn *insn)
{
	u32 i, count = oomt_cuts_ranges(table, insn);
	s64 lo, hi;

	for (i = 0; i < count; i++) {
		if (!oomt_cuts_range(table, insn, i, &lo, &hi))
			continue;
		if (lo != S64_MIN)
			put(cutting, insn->field, lo);
		if (hi != S64_MAX)
			put(cutting, insn->field, hi + 1);
	}
}

/* What is in no chain's rule nobody has verified, and nobody runs. */
static void cut_all(struct cutting *cutting, const struct oomt_table *table)
{
	u32 c, r, i;

	memset(cutting->at, 0, sizeof(cutting->at));
	for (c = 0; c < table->CHAINS_count; c++) {
		const struct oomt_chain *chain = &table->CHAINS[c];

		for (r = chain->rule; r < chain->rule + chain->rule_count; r++) {
			const struct oomt_rule *rule = &table->RULES[r];

			for (i = rule->code; i < rule->code + rule->code_len; i++)
				cut_match(cutting, table, &table->INSNS[i]);
		}
	}
}

static int compare(const void *a, const void *b)
{
	s64 x = *(const s64 *)a, y = *(const s64 *)b;

	return (x > y) - (x < y);
}

/* Sorted, and each value once: what is left out moves the next field down. */
static void sort_fields(struct oomt_cuts *cuts)
{
	u32 f, i, to = 0;

	for (f = 0; f < OOMT_F_COUNT; f++) {
		u32 first = cuts->first[f], end = cuts->first[f + 1];

		oomt_sort(cuts->cut + first, end - first, sizeof(*cuts->cut),
			  compare);
		cuts->first[f] = to;
		for (i = first; i < end; i++)
			if (to == cuts->first[f] ||
			    cuts->cut[to - 1] != cuts->cut[i])
				cuts->cut[to++] = cuts->cut[i];
	}
	cuts->first[OOMT_F_COUNT] = to;
}

int oomt_cuts_init(struct oomt_cuts *cuts, const struct oomt_table *table)
{
	struct cutting cutting = { .cuts = cuts };
	u32 f;

	memset(cuts, 0, sizeof(*cuts));
	cut_all(&cutting, table);
	for (f = 0; f < OOMT_F_COUNT; f++)
		cuts->first[f + 1] = cuts->first[f] + cutting.at[f];
	cuts->cut = oomt_alloc(cuts->first[OOMT_F_COUNT], sizeof(*cuts->cut));
	if (!cuts->cut)
		return -ENOMEM;
	cutting.fill = true;
	cut_all(&cutting, table);
	sort_fields(cuts);
	return 0;
}

void oomt_cuts_exit(struct oomt_cuts *cuts)
{
	oomt_free(cuts->cut);
	memset(cuts, 0, sizeof(*cuts));
}

/* ---- asking ------------------------------------------------------------- */

u32 oomt_cuts_class(const struct oomt_cuts *cuts, enum oomt_field field,
		    s64 value)
{
	const s64 *first = cuts->cut + cuts->first[field];
	u32 lo = 0, hi = cuts->first[field + 1] - cuts->first[field];

	while (lo < hi) {
		u32 mid = lo + (hi - lo) / 2;

		if (first[mid] <= value)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

void oomt_cuts_bounds(const struct oomt_cuts *cuts, enum oomt_field field,
		      u32 cls, s64 *lo, s64 *hi)
{
	const s64 *first = cuts->cut + cuts->first[field];

	*lo = cls ? first[cls - 1] : S64_MIN;
	*hi = cls + 1 < oomt_cuts_classes(cuts, field) ? first[cls] - 1 :
							 S64_MAX;
}
