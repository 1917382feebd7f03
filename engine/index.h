/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * The index of a table's rules: from the class of a string to the rules of a
 * chain that it can matter to, so that a task is not led past a thousand rules
 * about other names.  Made at load time from a verified table; what it leaves
 * out could not have matched.
 *
 *	chain: rule 0  comm "a*"     keyed by comm, under each class of "a*"
 *	       rule 1  rss > 1G      generic: always looked at
 *	       rule 2  cgroup "/b"   keyed by cgroup
 *
 * A walk over the chain merges: generic, own class of comm, own class of
 * cgroup, in the order of the text.
 */
#ifndef OOMT_ENGINE_INDEX_H
#define OOMT_ENGINE_INDEX_H

#include "table.h"

/* The text fields come first in OOMT_FIELDS. */
#define OOMT_TEXT_FIELDS	4

struct oomt_chain_index {
	bool indexed;		/* else: walk all rules in order */
	u32 generic, generic_count;	/* in rule[] */
	/* [field]: in first[], by class, the unknown behind the last class;
	 * OOMT_NONE: no rule of the chain is keyed by the field */
	u32 first[OOMT_TEXT_FIELDS];
};

struct oomt_table_index {
	struct oomt_chain_index *chain;	/* [CHAINS_count] */
	u32 *first;		/* [class + 1] ends what [class] begins */
	u32 *rule;		/* indices in RULES, ascending per list */
};

/* Allocates (load time), may sleep: 0, -ENOMEM (then nothing is held). */
int oomt_table_index_init(struct oomt_table_index *index,
			  const struct oomt_table *table);
void oomt_table_index_exit(struct oomt_table_index *index);

#endif /* OOMT_ENGINE_INDEX_H */
