/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Running an automaton of a verified table: one pass over the string tells
 * its class; a rule then asks whether the class holds its atom.  Linear in the
 * string, allocation-free, any context.
 */
#ifndef OOMT_ENGINE_DFA_H
#define OOMT_ENGINE_DFA_H

#include "table.h"

/* The class of text[0..len).  `dfa` must belong to `table` (verified). */
u32 oomt_dfa_class(const struct oomt_table *table, const struct oomt_dfa *dfa,
		   const char *text, size_t len);

/* Whether class `cls` of `dfa` holds `atom` (log of the class's atoms). */
bool oomt_dfa_holds(const struct oomt_table *table, const struct oomt_dfa *dfa,
		    u32 cls, u32 atom);

#endif /* OOMT_ENGINE_DFA_H */
