// SPDX-License-Identifier: GPL-2.0-only
/*
 * hook low's victim on its way out.  What follows from it for the next
 * decision is the engine's (after.h); here are its process and its signals.
 */
#include "compat.h"

#include <linux/timekeeping.h>

#include "flight.h"
#include "follow.h"
#include "stats.h"

static struct oomt_after after;		/* the last kill */
static struct {
	struct oomt_target target;
	struct oomt_store *store;	/* held: after.chain lies in it */
	u64 id;				/* of the decision */
	u64 generation;			/* of the tables, when last looked up */
	s64 mem_total;
	char table[OOMT_NAME_MAX], chain[OOMT_NAME_MAX];
} victim;				/* target.task NULL: nobody */

struct oomt_after *oomt_follow_after(void)
{
	return &after;
}

static void let_go(void)
{
	after.chain = NULL;
	oomt_target_put(&victim.target);
	oomt_store_put(victim.store);
	memset(&victim, 0, sizeof(victim));
}

static u32 index_of(const struct oomt_picture *pic, s32 pid)
{
	u32 i;

	for (i = 0; i + 1 < pic->task_count; i++)
		if (pic->task[i].pid == pid)
			break;
	return i;
}

void oomt_follow_begin(struct oomt_store *store, struct oomt_context *ctx,
		       const struct oomt_target *target)
{
	const struct oomt_decision *d = &ctx->decision;
	const struct oomt_picture *pic = &ctx->facts.pic;
	u64 now_ns = ktime_get_boottime_ns();

	let_go();
	oomt_target_copy(target, &victim.target);
	refcount_inc(&store->refs);
	victim.store = store;
	victim.id = d->id;
	victim.generation = store->rs.generation;
	victim.mem_total = pic->metric[OOMT_M_MEM_TOTAL];
	memcpy(victim.table, d->table, sizeof(victim.table));
	memcpy(victim.chain, d->chain, sizeof(victim.chain));
	oomt_after_killed(&after, &store->rs, &ctx->ws, pic,
			  index_of(pic, d->runner[0].pid), false,
			  d->runner[0].grace_ms, now_ns);
}

void oomt_follow_escalate(void)
{
	oomt_flight_killed(OOMT_CTX_LOW, victim.id, OOMT_END_KERNEL_SIGNAL);
	oomt_target_kill(&victim.target);
	oomt_stats_kill();
	oomt_after_escalated(&after, ktime_get_boottime_ns());
}

/* Where the chain is now among the low chains; false: it is not there. */
static bool find_chain(const struct oomt_store *store, u32 *base)
{
	const struct oomt_ruleset *rs = &store->rs;
	u32 i;

	for (i = 0; i < rs->base_count[OOMT_HOOK_LOW]; i++) {
		const struct oomt_base_chain *b = &rs->base[OOMT_HOOK_LOW][i];
		const struct oomt_table *table = rs->table[b->table];
		const struct oomt_chain *chain = &table->CHAINS[b->chain];

		if (strcmp(oomt_table_name(table), victim.table) ||
		    strcmp(oomt_table_string(table, chain->name),
			   victim.chain))
			continue;
		*base = i;
		return true;
	}
	return false;
}

/*
 * While a grace runs: hook oom may have ended it, the tables may have been
 * replaced.  False: the policy that gave it is gone, and so is the threat.
 */
static bool grace_stands(const struct oomt_store *store)
{
	u64 age_ns;

	if (oomt_flight_look(OOMT_CTX_LOW, false, &age_ns) ==
	    OOMT_PHASE_FLYING) {
		oomt_after_escalated(&after, ktime_get_boottime_ns() - age_ns);
		return true;
	}
	if (!store)
		return false;
	if (store->rs.generation == victim.generation)
		return true;
	victim.generation = store->rs.generation;
	return find_chain(store, &after.base);
}

enum oomt_after_phase oomt_follow_look(struct oomt_store *store)
{
	bool gone = oomt_target_gone(&victim.target);
	enum oomt_after_phase phase;

	if (!victim.target.task)
		return OOMT_AFTER_IDLE;
	if (after.grace_until_ns && !gone && !grace_stands(store)) {
		oomt_flight_cancel(OOMT_CTX_LOW, victim.id, OOMT_END_DROPPED);
		after.pending = false;
		after.grace_until_ns = 0;
		let_go();
		return OOMT_AFTER_IDLE;
	}
	if (gone && after.grace_until_ns)
		oomt_stats_kill();
	phase = oomt_after_look(&after, gone, victim.mem_total,
				ktime_get_boottime_ns());
	if (phase == OOMT_AFTER_GRACE_OVER) {
		oomt_follow_escalate();
		return OOMT_AFTER_PENDING;
	}
	if (phase == OOMT_AFTER_IDLE || phase == OOMT_AFTER_STUCK)
		let_go();
	return phase;
}

/* A grace that still runs is dropped with the policy. */
void oomt_follow_exit(void)
{
	oomt_follow_look(NULL);
	let_go();
}
