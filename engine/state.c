// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * What outlives a decision, allocated when a table is loaded.
 * Called from the module's store and from user space's loops.
 */
#include "state.h"

static bool is_each(const struct oomt_table *table, u32 chain)
{
	return table->CHAINS[chain].flags & OOMT_CHAIN_EACH;
}

struct oomt_each *oomt_table_state_each(const struct oomt_table_state *state,
					const struct oomt_table *table,
					u32 chain)
{
	u32 i, nth = 0;

	for (i = 0; i < chain; i++)
		nth += is_each(table, i);
	return &state->each[nth];
}

void oomt_table_state_forget(struct oomt_table_state *state,
			     const struct oomt_table *table)
{
	u32 i;

	memset(state->since, 0, table->image->for_states * sizeof(u64));
	for (i = 0; i < state->each_count; i++)
		memset(state->each[i].since, 0,
		       (size_t)OOMT_EACH_SLOTS * state->each[i].for_count *
		       sizeof(u64));
}

static void copy_each(struct oomt_each *to, const struct oomt_each *from)
{
	to->sample_ns = from->sample_ns;
	to->before_ns = from->before_ns;
	memcpy(to->cgroup, from->cgroup,
	       OOMT_EACH_SLOTS * sizeof(*to->cgroup));
	memcpy(to->since, from->since, (size_t)OOMT_EACH_SLOTS *
	       to->for_count * sizeof(*to->since));
}

void oomt_table_state_copy(struct oomt_table_state *to,
			   const struct oomt_table_state *from,
			   const struct oomt_table *table)
{
	u32 i;

	memcpy(to->chain, from->chain,
	       table->CHAINS_count * sizeof(*to->chain));
	memcpy(to->since, from->since,
	       table->image->for_states * sizeof(*to->since));
	memcpy(to->full_ns, from->full_ns,
	       table->LIMITS_count * sizeof(*to->full_ns));
	for (i = 0; i < to->each_count; i++)
		copy_each(&to->each[i], &from->each[i]);
}

static int make_each(struct oomt_table_state *state,
		     const struct oomt_table *table)
{
	u32 i, count = 0;

	for (i = 0; i < table->CHAINS_count; i++)
		count += is_each(table, i);
	state->each_count = 0;
	state->each = oomt_alloc(count, sizeof(*state->each));
	if (!state->each)
		return -ENOMEM;
	for (i = 0; i < table->CHAINS_count; i++) {
		if (!is_each(table, i))
			continue;
		if (oomt_each_init(&state->each[state->each_count], table,
				   &table->CHAINS[i]))
			return -ENOMEM;
		state->each_count++;
	}
	return 0;
}

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
	state->each = NULL;
	if (!state->counter || !state->chain || !state->since ||
	    !state->full_ns || make_each(state, table)) {
		oomt_table_state_exit(state);
		return -ENOMEM;
	}
	return 0;
}

void oomt_table_state_exit(struct oomt_table_state *state)
{
	u32 i;

	oomt_free(state->counter);
	oomt_free(state->chain);
	oomt_free(state->since);
	oomt_free(state->full_ns);
	for (i = 0; state->each && i < state->each_count; i++)
		oomt_each_exit(&state->each[i]);
	oomt_free(state->each);
	memset(state, 0, sizeof(*state));
}

struct oomt_table_state *oomt_table_states_new(const struct oomt_ruleset *rs)
{
	struct oomt_table_state *state = oomt_alloc(rs->table_count,
						    sizeof(*state));
	u32 i;

	for (i = 0; state && i < rs->table_count; i++) {
		if (!oomt_table_state_init(&state[i], rs->table[i]))
			continue;
		oomt_table_states_free(state, rs);
		return NULL;
	}
	return state;
}

void oomt_table_states_free(struct oomt_table_state *state,
			    const struct oomt_ruleset *rs)
{
	u32 i;

	for (i = 0; state && i < rs->table_count; i++)
		oomt_table_state_exit(&state[i]);
	oomt_free(state);
}
