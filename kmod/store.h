/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The tables in force, and everything that deciding by them needs, made at
 * load and swapped as a whole:
 *
 *	current ──RCU──> store { ruleset, loaded tables, contexts }
 *	                          │
 *	                          └── loaded { image, view, states }
 *
 * A hook takes a reference and may then wait as long as its deadline lasts;
 * RCU is held for the look-up only.  Tables outlive the stores that share
 * them, so a reload of one table keeps the others' counters and state.
 */
#ifndef OOMT_KMOD_STORE_H
#define OOMT_KMOD_STORE_H

#include <linux/refcount.h>
#include <linux/seqlock.h>
#include <linux/workqueue.h>

#include "facts.h"
#include "../engine/decide.h"
#include "../engine/verify.h"

/*
 * Who decides.  LOW belongs to its thread, OOM and MEMCG to the holder of
 * oom_lock; MEMCG has memory only if some chain is of its hook.
 */
enum oomt_context_id {
	OOMT_CTX_LOW,
	OOMT_CTX_OOM,
	OOMT_CTX_MEMCG,
	OOMT_CTX_COUNT
};

struct oomt_loaded {
	refcount_t refs;
	void *image;
	struct oomt_table table;
	struct oomt_table_state state[OOMT_CTX_COUNT];
	u64 loaded_ns;		/* CLOCK_BOOTTIME */
	u64 generation;		/* of the load that brought it */
};

/* The last decision that was acted upon; see kept.h. */
struct oomt_kept {
	seqcount_t seq;		/* odd while it is written */
	struct oomt_facts facts;
	struct oomt_decision decision;
	struct oomt_table_state *before;	/* [table] */
};

struct oomt_context {
	seqcount_t seq;		/* odd while ws, facts, decision are written */
	struct oomt_workspace ws;
	struct oomt_facts facts;
	struct oomt_decision decision;
	bool acts;		/* it is acted upon: facts are to be kept, and */
	struct oomt_table_state *before;	/* [table]: what was known then */
	struct oomt_kept kept;	/* without chains of the hook: no memory */
};

struct oomt_store {
	refcount_t refs;
	struct rcu_work free;
	struct oomt_ruleset rs;
	struct oomt_loaded *loaded[OOMT_TABLES_MAX];
	struct oomt_context ctx[OOMT_CTX_COUNT];
};

int oomt_store_init(void);
void oomt_store_exit(void);	/* after the hooks are gone */

/* The tables in force, or NULL when there are none.  Any context. */
struct oomt_store *oomt_store_get(void);
void oomt_store_put(struct oomt_store *store);

/* Another reference to what is held. */
static inline struct oomt_store *oomt_store_hold(struct oomt_store *store)
{
	refcount_inc(&store->refs);
	return store;
}

/* Of the tables: changes with every load and flush.  0 at first. */
u64 oomt_store_generation(void);

/*
 * Verifies `size` bytes of images, one after the other, and puts the tables
 * in force, all or nothing.  0; -EINVAL with *why and *table (index in the
 * transaction); -E2BIG too many tables; -EEXIST one table twice; -ENOMEM.
 * Sleeps.
 */
int oomt_store_load(const void *images, size_t size,
		    struct oomt_refused *why, u32 *table);

/* Removes one table, or all (NULL).  0, -ENOENT, -ENOMEM.  Sleeps. */
int oomt_store_flush(const char *name);

/*
 * Tells how much a walk found; makes larger tables in a worker when they
 * become narrow.  Any context.
 */
void oomt_store_seen(const struct oomt_store *store,
		     const struct oomt_facts *facts);

/* In calm times: are the facts tables still wide enough?  Walks, no sleep. */
void oomt_store_check(void);

#endif /* OOMT_KMOD_STORE_H */
