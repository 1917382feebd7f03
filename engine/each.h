/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Chains that run once per cgroup (`scope M` in `when`): the cgroups in order
 * of their path, and what such a chain remembers of each of them.  Memory is
 * made at load; any context, the owner serialises.
 */
#ifndef OOMT_ENGINE_EACH_H
#define OOMT_ENGINE_EACH_H

#include "picture.h"
#include "table.h"

struct oomt_chain_state {
	bool active;		/* has killed; goes on until `until` holds */
	u64 acted_ns;		/* CLOCK_BOOTTIME of the last act, 0: never */
	u32 fruitless;		/* kills in a row that gave back nearly nothing;
				 * OOMT_FRUITLESS_MAX: paused (after.h) */
};

/* Of one cgroup, known by the provider's id. */
struct oomt_each_cgroup {
	u64 id;
	u64 seen_ns;		/* 0: free */
	struct oomt_chain_state chain;
};

/* Of one chain.  A full neighbourhood forgets the one not seen for longest. */
struct oomt_each {
	struct oomt_each_cgroup *cgroup;	/* [OOMT_EACH_SLOTS] */
	u64 *since;		/* [slot * for_count]: of its FORs */
	u32 for_first, for_count;
	u64 sample_ns, before_ns;	/* of this sample, and the one before */
};

#define OOMT_EACH_SLOTS		1024	/* a power of two */
#define OOMT_EACH_FORS_MAX	64	/* of one such chain */

/* The FORs of the chain's conditions: [*first, *first + count). */
u32 oomt_each_fors(const struct oomt_table *table,
		   const struct oomt_chain *chain, u32 *first);

/* Allocates (load time): 0, -ENOMEM (then nothing is held). */
int oomt_each_init(struct oomt_each *each, const struct oomt_table *table,
		   const struct oomt_chain *chain);
void oomt_each_exit(struct oomt_each *each);

/* A sample begins.  Who was not there in the one before has held nothing. */
void oomt_each_sample(struct oomt_each *each, u64 now_ns);

/* What is remembered of a cgroup; *since: of its first FOR. */
struct oomt_chain_state *oomt_each_get(struct oomt_each *each, u64 id,
				       u64 now_ns, u64 **since);

/* Indices of pic->cgroup in order of their path. */
void oomt_each_sort(const struct oomt_picture *pic, u32 *order);

#endif /* OOMT_ENGINE_EACH_H */
