// SPDX-License-Identifier: GPL-2.0-only
/*
 * States of tables for the dump TASK: gone through twice, to count them and to
 * write them down, because a dump is told in pieces.  Only copies are looked
 * at; no hook waits.
 */
#include "compat.h"

#include <net/netlink.h>

#include "dump_state.h"

/* The next one; in the first pass there is no place for it. */
static void add(struct oomt_states *states, const struct oomt_state_item *item)
{
	if (states->item)
		states->item[states->count] = *item;
	states->count++;
}

static void add_chain(struct oomt_states *states, struct oomt_state_item item,
		      const struct oomt_chain_state *chain)
{
	if (!chain->active && !chain->acted_ns && !chain->fruitless)
		return;
	item.active = chain->active;
	item.fruitless = chain->fruitless;
	item.at_ns = chain->acted_ns;
	add(states, &item);
}

static void add_times(struct oomt_states *states,
		      const struct oomt_table *table, u32 kind,
		      const u64 *at_ns, u32 count)
{
	struct oomt_state_item item = { .table = table, .kind = kind };
	u32 i;

	for (i = 0; i < count; i++) {
		item.index = i;
		item.at_ns = at_ns[i];
		if (item.at_ns)
			add(states, &item);
	}
}

/* Of one cgroup; who was not in the sample before has held nothing. */
static void add_cgroup(struct oomt_states *states, struct oomt_state_item item,
		       const struct oomt_each *each, u32 slot)
{
	const struct oomt_each_cgroup *cgroup = &each->cgroup[slot];
	const u64 *since = each->since + (size_t)slot * each->for_count;
	u32 i;

	item.cgroup = cgroup->id;
	item.kind = OOMT_STATE_EACH;
	add_chain(states, item, &cgroup->chain);
	item.kind = OOMT_STATE_EACH_FOR;
	for (i = 0; i < each->for_count; i++) {
		item.nth = i;
		item.at_ns = since[i];
		if (since[i] && cgroup->seen_ns >= each->before_ns)
			add(states, &item);
	}
}

static void add_each(struct oomt_states *states,
		     const struct oomt_table *table, u32 chain,
		     const struct oomt_each *each)
{
	const struct oomt_state_item item = { .table = table, .index = chain };
	u32 slot;

	for (slot = 0; slot < OOMT_EACH_SLOTS; slot++)
		if (each->cgroup[slot].seen_ns)
			add_cgroup(states, item, each, slot);
}

static void add_table(struct oomt_states *states,
		      const struct oomt_table *table,
		      const struct oomt_table_state *state)
{
	u32 i;

	for (i = 0; i < table->CHAINS_count; i++) {
		struct oomt_state_item item = {
			.table = table, .kind = OOMT_STATE_CHAIN, .index = i,
		};

		if (table->CHAINS[i].flags & OOMT_CHAIN_EACH)
			add_each(states, table, i,
				 oomt_table_state_each(state, table, i));
		add_chain(states, item, &state->chain[i]);
	}
	add_times(states, table, OOMT_STATE_FOR, state->since,
		  table->image->for_states);
	add_times(states, table, OOMT_STATE_LIMIT, state->full_ns,
		  table->LIMITS_count);
}

static void add_all(struct oomt_states *states, const struct oomt_ruleset *rs,
		    const struct oomt_table_state *state)
{
	u32 i;

	states->count = 0;
	for (i = 0; i < rs->table_count; i++)
		add_table(states, rs->table[i], &state[i]);
}

int oomt_states_init(struct oomt_states *states, const struct oomt_ruleset *rs,
		     const struct oomt_table_state *state)
{
	states->item = NULL;
	add_all(states, rs, state);
	states->item = oomt_alloc(states->count + 1, sizeof(*states->item));
	if (!states->item)
		return -ENOMEM;
	add_all(states, rs, state);
	return 0;
}

void oomt_states_exit(struct oomt_states *states)
{
	oomt_free(states->item);
}

int oomt_states_put(struct sk_buff *skb, const struct oomt_states *states,
		    u32 at)
{
	const struct oomt_state_item *item = &states->item[at];
	int err;

	err = nla_put_u32(skb, OOMT_A_STATE, item->kind) ?:
	      nla_put_string(skb, OOMT_A_NAME, oomt_table_name(item->table)) ?:
	      nla_put_u32(skb, OOMT_A_INDEX, item->index) ?:
	      nla_put_u64_64bit(skb, OOMT_A_AT_NS, item->at_ns, OOMT_A_PAD);
	if (item->kind == OOMT_STATE_CHAIN || item->kind == OOMT_STATE_EACH)
		err = err ?: nla_put_u32(skb, OOMT_A_FLAGS, item->active) ?:
		      nla_put_u32(skb, OOMT_A_FRUITLESS, item->fruitless);
	if (item->kind == OOMT_STATE_EACH || item->kind == OOMT_STATE_EACH_FOR)
		err = err ?: nla_put_u64_64bit(skb, OOMT_A_CGROUP_ID,
					       item->cgroup, OOMT_A_PAD);
	if (item->kind == OOMT_STATE_EACH_FOR)
		err = err ?: nla_put_u32(skb, OOMT_A_NTH, item->nth);
	return err;
}
