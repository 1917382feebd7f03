/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * A table as the engine sees it: typed pointers into a verified image, and
 * the set of tables in force, sorted for evaluation.  Made at load time only.
 */
#ifndef OOMT_ENGINE_TABLE_H
#define OOMT_ENGINE_TABLE_H

#include "compat.h"

/*
 * A view of one image.  It borrows the image's memory, which must outlive it
 * and must not change.  Only oomt_verify() (verify.h) fills one.
 */
struct oomt_table {
	const struct oomt_image *image;
#define X(id, type) const type *id; u32 id##_count;
	OOMT_SECTIONS(X)
#undef X
	u64 fields;			/* bit OOMT_F_x: read by some rule */
	u64 metrics;			/* bit OOMT_M_x: read by some condition */
	u32 dfa_of[OOMT_F_COUNT];	/* in DFAS, or OOMT_NONE */
	u32 members_max[OOMT_F_COUNT];	/* most atoms of one class */
	u32 logs;			/* LOG instructions */
	u32 cgroup_metrics;		/* bit OOMT_CM_x: read by some condition */
	u32 units;			/* bit OOMT_UNIT_x: of some action */
	bool each;			/* some chain runs once per cgroup */
	bool ancestors;			/* some match looks at ancestors */
	bool exists;			/* some condition looks at tasks */
	u32 steps[OOMT_HOOK_COUNT];	/* worst case of one task, by hook */
};

static inline const char *oomt_table_string(const struct oomt_table *table,
					    u32 offset)
{
	return table->STRINGS + offset;
}

static inline const char *oomt_table_name(const struct oomt_table *table)
{
	return oomt_table_string(table, table->image->name);
}

struct oomt_table_index;

/* A base chain of some table. */
struct oomt_base_chain {
	u32 table;			/* in oomt_ruleset.table */
	u32 chain;			/* in that table's CHAINS */
};

/*
 * The tables in force.  Immutable once built; in the kernel it is replaced as
 * a whole by RCU.  Base chains of a hook are ordered by priority, then by the
 * tables' order (the order of loading), then by place in the text.
 */
struct oomt_ruleset {
	u64 generation;
	u32 table_count;
	const struct oomt_table *table[OOMT_TABLES_MAX];  /* borrowed */
	struct oomt_base_chain *base[OOMT_HOOK_COUNT];
	u32 base_count[OOMT_HOOK_COUNT];
	struct oomt_table_index *index;	/* [table_count] */
	/* unions over the tables */
	u64 fields, metrics;
	u32 cgroup_metrics, units;
	bool each, ancestors, exists;
	u64 order_fields;		/* bit OOMT_F_x: some chain orders by it */
	/*
	 * What a picture must tell: bits OOMT_F_x of what rules read, order by
	 * and form units of.  PPID among them where kinship is asked for.
	 */
	u64 gather;
	bool kin;			/* parents and children matter */
	bool cgroups;			/* cgroups matter, those above too */
};

static inline const struct oomt_chain *
oomt_base_chain_get(const struct oomt_ruleset *rs,
		    const struct oomt_base_chain *base)
{
	return &rs->table[base->table]->CHAINS[base->chain];
}

/*
 * Fills rs->base, rs->index and the unions from rs->table[].  Allocates (load time):
 * 0, -ENOMEM.  oomt_ruleset_exit() frees what it made, not the tables.
 */
int oomt_ruleset_init(struct oomt_ruleset *rs);
void oomt_ruleset_exit(struct oomt_ruleset *rs);

#endif /* OOMT_ENGINE_TABLE_H */
