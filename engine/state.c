// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * What outlives a decision, allocated when a table is loaded.
 * Called from the module's store and from user space's loops.
 */
#include "state.h"

int oomt_table_state_init(struct oomt_table_state *state,
			  const struct oomt_table *table)
{
	state->counter = oomt_alloc(table->RULES_count,
				    sizeof(*state->counter));
	state->chain = oomt_alloc(table->CHAINS_count, sizeof(*state->chain));
	state->since = oomt_alloc(table->image->for_states,
				  sizeof(*state->since));
	state->full_ns = oomt_alloc(table->LIMITS_count,
				    sizeof(*state->full_ns));
	if (!state->counter || !state->chain || !state->since ||
	    !state->full_ns) {
		oomt_table_state_exit(state);
		return -ENOMEM;
	}
	return 0;
}

void oomt_table_state_exit(struct oomt_table_state *state)
{
	oomt_free(state->counter);
	oomt_free(state->chain);
	oomt_free(state->since);
	oomt_free(state->full_ns);
	memset(state, 0, sizeof(*state));
}
