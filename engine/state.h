/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * What outlives a decision: counters of rules, whether a `low` chain is
 * between its kill and its `until`, cooldowns, how long a `for` has held, how
 * much of a `limit` is used up.
 * One state per table and context; made at load, never at OOM time.  The owner
 * serialises its use (low: the one thread; oom: oom_lock).
 */
#ifndef OOMT_ENGINE_STATE_H
#define OOMT_ENGINE_STATE_H

#include "each.h"
#include "vm.h"

struct oomt_table_state {
	struct oomt_counter *counter;		/* [RULES_count] */
	struct oomt_chain_state *chain;		/* [CHAINS_count] */
	u64 *since;				/* [image->for_states] */
	u64 *full_ns;				/* [LIMITS_count], limit.h */
	struct oomt_each *each;			/* [each_count]: chains EACH, */
	u32 each_count;				/* which are base chains */
};

/* Time that passed asleep does not count: every `for` begins anew. */
void oomt_table_state_forget(struct oomt_table_state *state,
			     const struct oomt_table *table);

/* All but the counters, into what was made for the same table. */
void oomt_table_state_copy(struct oomt_table_state *to,
			   const struct oomt_table_state *from,
			   const struct oomt_table *table);

/* Of a chain with the flag EACH. */
struct oomt_each *oomt_table_state_each(const struct oomt_table_state *state,
					const struct oomt_table *table,
					u32 chain);

/* Allocates (load time): 0, -ENOMEM (then nothing is held). */
int oomt_table_state_init(struct oomt_table_state *state,
			  const struct oomt_table *table);
void oomt_table_state_exit(struct oomt_table_state *state);

/* One for each table of `rs`, [table], as at load; NULL: no memory. */
struct oomt_table_state *oomt_table_states_new(const struct oomt_ruleset *rs);
/* state may be NULL. */
void oomt_table_states_free(struct oomt_table_state *state,
			    const struct oomt_ruleset *rs);

#endif /* OOMT_ENGINE_STATE_H */
