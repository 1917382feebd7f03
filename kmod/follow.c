// SPDX-License-Identifier: GPL-2.0-only
/*
 * hook low's victim on its way out.  What follows from it for the next
 * decision is the engine's (after.h); here are its process and its signals.
 */
#include "compat.h"

#include <linux/timekeeping.h>

#include "choose.h"
#include "flight.h"
#include "follow.h"
#include "stats.h"

static struct oomt_after after;		/* the last kill */
static struct {
	struct oomt_target target;
	struct oomt_store *store;	/* held: after.chain lies in it */
	pid_t pid;
	u64 id, at_ns;			/* of the decision */
	u32 base;			/* in store: its chain */
	bool whole;			/* it is a unit's */
	u64 generation;			/* of the tables, when last looked up */
	s64 mem_total;
	char table[OOMT_NAME_MAX], chain[OOMT_NAME_MAX];
} victim;				/* target.task NULL: nobody */

/* The others of its unit, and whom they fork in their grace. */
static struct {
	struct oomt_target target;
	pid_t pid;
} rest[OOMT_MEMBERS_MAX];
static u32 rest_count;

struct oomt_after *oomt_follow_after(void)
{
	return &after;
}

static void let_go(void)
{
	after.chain = NULL;
	while (rest_count)
		oomt_target_put(&rest[--rest_count].target);
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

/* ---- the others of its unit --------------------------------------------- */

static bool add(const struct oomt_task *task)
{
	if (rest_count == ARRAY_SIZE(rest) ||
	    oomt_target_get(task->pid, task->start_ns,
			    &rest[rest_count].target))
		return false;
	rest[rest_count++].pid = task->pid;
	return true;
}

static void hold_rest(const struct oomt_context *ctx)
{
	const struct oomt_task *task = ctx->facts.pic.task;
	u32 best = ctx->ws.best[0], at = best;

	while ((at = oomt_units_next(&ctx->ws, best, at)) != OOMT_NONE)
		add(&task[at]);
}

static bool rest_gone(void)
{
	u32 i;

	for (i = 0; i < rest_count; i++)
		if (!oomt_target_gone(&rest[i].target))
			return false;
	return true;
}

static bool is_held(pid_t pid)
{
	u32 i;

	for (i = 0; i < rest_count; i++)
		if (rest[i].pid == pid)
			return true;
	return victim.pid == pid;
}

/*
 * Whom they have forked since they were asked to go dies with them, as the
 * chain that took them judges it now.  Before they are killed: the children of
 * who is gone are somebody else's.
 */
static void hold_young(void)
{
	struct oomt_context *ctx = &victim.store->ctx[OOMT_CTX_LOW];
	const struct oomt_picture *pic = &ctx->facts.pic;
	bool found = true;
	u32 i;

	oomt_choose_judge(&victim.store->rs, ctx, OOMT_HOOK_LOW, victim.base);
	while (found) {
		found = false;
		for (i = 0; i < pic->task_count; i++) {
			const struct oomt_task *task = &pic->task[i];

			if (task->start_ns < victim.at_ns ||
			    task->flags & OOMT_TASK_EXITING ||
			    !is_held(task->ppid) || is_held(task->pid) ||
			    oomt_choose_spares(ctx, i))
				continue;
			found |= add(task);
		}
	}
}

static void kill_rest(void)
{
	u32 i;

	for (i = 0; i < rest_count; i++)
		oomt_target_kill(&rest[i].target);
}

void oomt_follow_signal_rest(int signal)
{
	u32 i;

	for (i = 0; i < rest_count; i++)
		oomt_target_signal(&rest[i].target, signal);
}

/* ---- following ---------------------------------------------------------- */

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
	victim.pid = d->runner[0].pid;
	victim.at_ns = d->at_ns;
	victim.base = ctx->ws.decided_base;
	victim.whole = d->runner[0].unit != OOMT_UNIT_PROCESS;
	victim.generation = store->rs.generation;
	victim.mem_total = pic->metric[OOMT_M_MEM_TOTAL];
	memcpy(victim.table, d->table, sizeof(victim.table));
	memcpy(victim.chain, d->chain, sizeof(victim.chain));
	oomt_after_killed(&after, &store->rs, &ctx->ws, pic,
			  index_of(pic, d->runner[0].pid), false,
			  d->runner[0].grace_ms, now_ns);
	hold_rest(ctx);
	oomt_flight_more(OOMT_CTX_LOW, victim.id, rest_count);
}

void oomt_follow_escalate(void)
{
	if (victim.whole)
		hold_young();
	oomt_flight_killed(OOMT_CTX_LOW, victim.id, OOMT_END_KERNEL_SIGNAL);
	oomt_target_kill(&victim.target);
	kill_rest();
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
		/* hook oom has killed the first of them. */
		if (victim.whole)
			hold_young();
		kill_rest();
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
	enum oomt_after_phase phase;
	bool gone;

	if (!victim.target.task)
		return OOMT_AFTER_IDLE;
	gone = rest_gone();
	if (gone)
		oomt_flight_more(OOMT_CTX_LOW, victim.id, false);
	gone = gone && oomt_target_gone(&victim.target);
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
