// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* What conditions ask of cgroups; see cgroup_wants.h. */
#include "cgroup_wants.h"
#include "low.h"

#define SIZES	(1U << OOMT_CM_MEMORY_CURRENT | 1U << OOMT_CM_MEMORY_MAX | \
		 1U << OOMT_CM_MEMORY_ANON | 1U << OOMT_CM_SWAP_CURRENT)

/* A percentage of a size is of memory.max. */
static u32 needed(unsigned int metric)
{
	u32 bit = 1U << metric;

	return bit & SIZES ? bit | 1U << OOMT_CM_MEMORY_MAX : bit;
}

static u32 asked_of_each(const struct oomt_table *table, u32 first, u32 len)
{
	u32 want = 0, i;

	for (i = first; i < first + len; i++)
		if (table->INSNS[i].op == OOMT_OP_CMP_CGROUP &&
		    !table->INSNS[i].arg)
			want |= needed(table->INSNS[i].field);
	return want;
}

int oomt_cgroup_wants_named(const struct oomt_ruleset *rs,
			    int (*each)(void *arg, const char *path, u32 want),
			    void *arg)
{
	u32 t, i;
	int err = 0;

	for (t = 0; t < rs->table_count; t++) {
		const struct oomt_table *table = rs->table[t];

		for (i = 0; !err && i < table->INSNS_count; i++) {
			const struct oomt_insn *insn = &table->INSNS[i];

			if (insn->op == OOMT_OP_CMP_CGROUP && insn->arg)
				err = each(arg,
					   oomt_table_string(table, insn->arg),
					   needed(insn->field));
		}
	}
	return err;
}

void oomt_cgroup_wants_each(const struct oomt_ruleset *rs,
			    struct oomt_workspace *ws, u32 *want)
{
	u32 i, at, cgroup, asked;

	for (i = 0; i < rs->base_count[OOMT_HOOK_LOW]; i++) {
		const struct oomt_base_chain *base =
			&rs->base[OOMT_HOOK_LOW][i];
		const struct oomt_chain *chain = oomt_base_chain_get(rs, base);
		const struct oomt_table *table = rs->table[base->table];

		if (!(chain->flags & OOMT_CHAIN_EACH))
			continue;
		asked = asked_of_each(table, chain->when, chain->when_len) |
			asked_of_each(table, chain->until, chain->until_len);
		for (at = 0; oomt_low_run(rs, ws, i, &at, &cgroup);)
			want[cgroup] |= asked;
	}
}
