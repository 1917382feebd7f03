// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Running an automaton of a verified table over one string.
 * Called from vm, once per task (or cgroup) and field; any context.
 */
#include "dfa.h"

u32 oomt_dfa_class(const struct oomt_table *table, const struct oomt_dfa *dfa,
		   const char *text, size_t len)
{
	const struct oomt_state_row *rows = table->STATES + dfa->state;
	const struct oomt_edge *edges = table->EDGES + dfa->edge;
	const u8 *column = table->BYTEMAPS + dfa->bytemap;
	u32 state = dfa->start;
	size_t i;

	for (i = 0; i < len; i++) {
		const struct oomt_edge *edge =
			edges + rows[state].base + column[(u8)text[i]];

		state = edge->check == state ? edge->next : rows[state].other;
	}
	return rows[state].cls;
}

bool oomt_dfa_holds(const struct oomt_table *table, const struct oomt_dfa *dfa,
		    u32 cls, u32 atom)
{
	const u32 *first = table->CLASSES + dfa->cls + cls;
	u32 lo = first[0], hi = first[1];

	while (lo < hi) {
		u32 mid = lo + (hi - lo) / 2;

		if (table->MEMBERS[mid] == atom)
			return true;
		if (table->MEMBERS[mid] < atom)
			lo = mid + 1;
		else
			hi = mid;
	}
	return false;
}
