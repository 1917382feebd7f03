/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * The index of a table's rules: from the class of a string (dfa.h) or of a
 * number (cuts.h) to the rules of a chain that it can matter to, so that a task
 * is not led past a thousand rules about others.  Made at load time from a
 * verified table; what it leaves out could not have matched.
 *
 *	chain: rule 0  comm "a*"     keyed by comm, under each class of "a*"
 *	       rule 1  rss > 10%     generic: always looked at
 *	       rule 2  cgroup "/b"   keyed by cgroup
 *	       rule 3  uid 1000      keyed by uid
 *
 * A walk over the chain merges: generic, own class of comm, of cgroup, of uid,
 * in the order of the text.
 */
#ifndef OOMT_ENGINE_INDEX_H
#define OOMT_ENGINE_INDEX_H

#include "cuts.h"

/* The text fields come first in OOMT_FIELDS. */
#define OOMT_TEXT_FIELDS	4

/* The fields of one chain that have lists. */
#define OOMT_INDEX_FIELDS	7

struct oomt_chain_index {
	bool indexed;		/* else: walk all rules in order */
	u32 generic, generic_count;	/* in rule[] */
	u32 fields;
	u32 field[OOMT_INDEX_FIELDS];
	/* In first[], by class, the unknown behind the last class. */
	u32 first[OOMT_INDEX_FIELDS];
};

struct oomt_table_index {
	struct oomt_cuts cuts;
	struct oomt_chain_index *chain;	/* [CHAINS_count] */
	u32 *first;		/* [class + 1] ends what [class] begins */
	u32 *rule;		/* indices in RULES, ascending per list */
};

/* How many classes a field has. */
u32 oomt_index_classes(const struct oomt_table_index *index,
		       const struct oomt_table *table, u32 field);

/* Allocates (load time), may sleep: 0, -ENOMEM (then nothing is held). */
int oomt_table_index_init(struct oomt_table_index *index,
			  const struct oomt_table *table);
void oomt_table_index_exit(struct oomt_table_index *index);

#endif /* OOMT_ENGINE_INDEX_H */
