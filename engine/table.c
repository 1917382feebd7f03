// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The set of tables in force, its base chains sorted for evaluation.
 * Called at load time by the module's store and by user space.
 */
#include "index.h"
#include "table.h"

/* Stable insertion: lowest priority first, else in the order of coming. */
static void base_insert(struct oomt_ruleset *rs, unsigned int hook,
			u32 table, u32 chain)
{
	s32 priority = rs->table[table]->CHAINS[chain].priority;
	struct oomt_base_chain *base = rs->base[hook];
	u32 at = rs->base_count[hook]++;

	for (; at; at--) {
		const struct oomt_base_chain *prev = &base[at - 1];

		if (rs->table[prev->table]->CHAINS[prev->chain].priority <=
		    priority)
			break;
		base[at] = *prev;
	}
	base[at].table = table;
	base[at].chain = chain;
}

static int make_indexes(struct oomt_ruleset *rs)
{
	u32 t;
	int err = 0;

	rs->index = oomt_alloc(rs->table_count, sizeof(*rs->index));
	if (!rs->index)
		return -ENOMEM;
	for (t = 0; !err && t < rs->table_count; t++)
		err = oomt_table_index_init(&rs->index[t], rs->table[t]);
	return err;
}

#define BIT_OF(f)	(1ULL << OOMT_F_##f)
#define KIN_FIELDS	(BIT_OF(CHILDREN) | BIT_OF(TREE_TOTAL))
#define MEMCG_FIELDS	(BIT_OF(MEMCG_CURRENT) | BIT_OF(MEMCG_MAX))
#define APP_FIELDS	(BIT_OF(UID) | BIT_OF(CGROUP) | BIT_OF(EXE))

static bool has_unit(const struct oomt_ruleset *rs, enum oomt_unit unit)
{
	return rs->units & 1U << unit;
}

static void set_gather(struct oomt_ruleset *rs)
{
	u64 fields = rs->fields | rs->order_fields;

	rs->kin = rs->ancestors || has_unit(rs, OOMT_UNIT_TREE) ||
		  fields & KIN_FIELDS;
	rs->cgroups = rs->cgroup_metrics || rs->each || fields & MEMCG_FIELDS ||
		      rs->base_count[OOMT_HOOK_MEMCG];
	if (rs->kin)
		fields |= BIT_OF(PPID);
	if (has_unit(rs, OOMT_UNIT_PGRP))
		fields |= BIT_OF(PGRP);
	if (has_unit(rs, OOMT_UNIT_APP))
		fields |= APP_FIELDS;
	if (has_unit(rs, OOMT_UNIT_CGROUP) || rs->cgroups)
		fields |= BIT_OF(CGROUP);
	rs->gather = fields;
}

int oomt_ruleset_init(struct oomt_ruleset *rs)
{
	u32 count[OOMT_HOOK_COUNT] = { 0 };
	u32 t, c, hook;

	rs->fields = 0;
	rs->metrics = 0;
	rs->cgroup_metrics = 0;
	rs->units = 0;
	rs->each = false;
	rs->ancestors = false;
	rs->exists = false;
	rs->order_fields = 0;
	rs->index = NULL;
	for (hook = 0; hook < OOMT_HOOK_COUNT; hook++) {
		rs->base[hook] = NULL;
		rs->base_count[hook] = 0;
	}
	for (t = 0; t < rs->table_count; t++)
		for (c = 0; c < rs->table[t]->CHAINS_count; c++)
			count[rs->table[t]->CHAINS[c].hook]++;
	if (make_indexes(rs)) {
		oomt_ruleset_exit(rs);
		return -ENOMEM;
	}
	for (hook = OOMT_HOOK_GUARD; hook < OOMT_HOOK_COUNT; hook++) {
		rs->base[hook] = oomt_alloc(count[hook], sizeof(*rs->base[0]));
		if (!rs->base[hook]) {
			oomt_ruleset_exit(rs);
			return -ENOMEM;
		}
	}
	for (t = 0; t < rs->table_count; t++) {
		rs->fields |= rs->table[t]->fields;
		rs->metrics |= rs->table[t]->metrics;
		rs->cgroup_metrics |= rs->table[t]->cgroup_metrics;
		rs->units |= rs->table[t]->units;
		rs->each |= rs->table[t]->each;
		rs->ancestors |= rs->table[t]->ancestors;
		rs->exists |= rs->table[t]->exists;
		for (c = 0; c < rs->table[t]->CHAINS_count; c++) {
			hook = rs->table[t]->CHAINS[c].hook;
			if (hook == OOMT_HOOK_NONE)
				continue;
			base_insert(rs, hook, t, c);
			rs->order_fields |= 1ULL << rs->table[t]->CHAINS[c].order;
		}
	}
	set_gather(rs);
	return 0;
}

void oomt_ruleset_exit(struct oomt_ruleset *rs)
{
	unsigned int hook;
	u32 t;

	for (t = 0; rs->index && t < rs->table_count; t++)
		oomt_table_index_exit(&rs->index[t]);
	oomt_free(rs->index);
	rs->index = NULL;

	for (hook = 0; hook < OOMT_HOOK_COUNT; hook++) {
		oomt_free(rs->base[hook]);
		rs->base[hook] = NULL;
		rs->base_count[hook] = 0;
	}
}
