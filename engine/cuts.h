/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Classes of numbers, as dfa.h has them of strings: the constants that a
 * table's rules compare a field with cut the line of its values, and values
 * between two cuts are one class, which no rule can tell apart.
 *
 *	uid 0    uid 1000-1999    uid >= 60000
 *	  0 | 1        | 1000           | 2000        | 60000
 *	  class 1, 2     3                4             5		below 0: 0
 *
 * Made at load time by index.c; asked at OOM time (a binary search).
 */
#ifndef OOMT_ENGINE_CUTS_H
#define OOMT_ENGINE_CUTS_H

#include "table.h"

struct oomt_cuts {
	s64 *cut;			/* ascending per field */
	u32 first[OOMT_F_COUNT + 1];	/* in cut[], by field */
};

/* Allocates (load time), may sleep: 0, -ENOMEM (then nothing is held). */
int oomt_cuts_init(struct oomt_cuts *cuts, const struct oomt_table *table);
void oomt_cuts_exit(struct oomt_cuts *cuts);

static inline u32 oomt_cuts_classes(const struct oomt_cuts *cuts,
				    enum oomt_field field)
{
	return cuts->first[field + 1] - cuts->first[field] + 1;
}

/* Any context: 0 to oomt_cuts_classes() - 1. */
u32 oomt_cuts_class(const struct oomt_cuts *cuts, enum oomt_field field,
		    s64 value);

/* The values of a class, both ends in it. */
void oomt_cuts_bounds(const struct oomt_cuts *cuts, enum oomt_field field,
		      u32 cls, s64 *lo, s64 *hi);

/*
 * The values for which a match holds, if they are a few ranges that do not
 * depend on anything else: how many, else 0.
 */
u32 oomt_cuts_ranges(const struct oomt_table *table,
		     const struct oomt_insn *insn);

/* One of them, both ends in it; false: it is empty. */
bool oomt_cuts_range(const struct oomt_table *table,
		     const struct oomt_insn *insn, u32 i, s64 *lo, s64 *hi);

#endif /* OOMT_ENGINE_CUTS_H */
