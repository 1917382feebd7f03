/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What outlives decisions, as a row of messages: what the tables knew before
 * a decision was acted upon.  For the dump TASK; sleeps.
 */
#ifndef OOMT_KMOD_DUMP_STATE_H
#define OOMT_KMOD_DUMP_STATE_H

#include <linux/skbuff.h>
#include "../engine/state.h"

struct oomt_state_item {
	const struct oomt_table *table;
	u32 kind;		/* enum oomt_state_kind */
	u32 index, nth;
	u32 active, fruitless;
	u64 cgroup, at_ns;
};

struct oomt_states {
	struct oomt_state_item *item;	/* whatever is not as at load */
	u32 count;
};

/* Allocates: 0, -ENOMEM.  state: [table], may go; the tables must stay. */
int oomt_states_init(struct oomt_states *states, const struct oomt_ruleset *rs,
		     const struct oomt_table_state *state);
void oomt_states_exit(struct oomt_states *states);

/* The attributes of one: 0, -EMSGSIZE. */
int oomt_states_put(struct sk_buff *skb, const struct oomt_states *states,
		    u32 at);

#endif /* OOMT_KMOD_DUMP_STATE_H */
