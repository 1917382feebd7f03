// SPDX-License-Identifier: GPL-2.0-only
/*
 * Picture, decision, victim.  Called by the hooks, at OOM time with nothing
 * left, and by dumps.  The decision itself is the engine's.
 */
#include "compat.h"

#include <linux/timekeeping.h>

#include "choose.h"
#include "flight.h"
#include "handler.h"
#include "kept.h"
#include "memcg.h"

/* How often a victim that cannot be taken is passed over. */
#define TRIES	32

static const struct oomt_verdict *verdict_of(const struct oomt_context *ctx,
					     pid_t pid)
{
	u32 i;

	for (i = 0; i < ctx->facts.pic.task_count; i++)
		if (ctx->facts.pic.task[i].pid == pid)
			return &ctx->ws.verdict[i];
	return NULL;
}

/* Not in the cgroup that was hit, and so nobody was asked about it. */
static bool is_outside(const struct oomt_context *ctx, struct task_struct *p)
{
	return ctx->facts.hit && !oomt_memcg_holds(ctx->facts.hit, p);
}

/*
 * A member that is only exempt by policy dies with the others; one in vfork
 * or dying has no say (language.md 9.6).
 */
static bool spared(const struct oomt_verdict *v)
{
	return (v->kind == OOMT_V_EXEMPT && v->by != OOMT_BY_POLICY) ||
	       (v->kind == OOMT_V_NONE && v->by == OOMT_BY_SCOPE);
}

bool oomt_choose_spares(const struct oomt_context *ctx, u32 task)
{
	return spared(&ctx->ws.verdict[task]);
}

static bool objects(struct task_struct *p, void *data)
{
	const struct oomt_context *ctx = data;
	const struct oomt_verdict *v = verdict_of(ctx, p->tgid);

	if (is_global_init(p))
		return true;
	return v ? spared(v) : is_outside(ctx, p);
}

static void pass_over(struct oomt_picture *pic, pid_t pid)
{
	u32 i;

	for (i = 0; i < pic->task_count; i++)
		if (pic->task[i].pid == pid)
			pic->task[i].flags |= OOMT_TASK_EXITING;
}

static bool pass_sharer_over(struct task_struct *p, void *data)
{
	const struct oomt_verdict *v = verdict_of(data, p->tgid);
	struct oomt_context *ctx = data;

	if (v && v->kind == OOMT_V_CANDIDATE)
		pass_over(&ctx->facts.pic, p->tgid);
	return false;
}

/* The unit's member behind `at`; see oomt_units_next(). */
static u32 next_member(const struct oomt_context *ctx, u32 at)
{
	return oomt_units_next(&ctx->ws, ctx->ws.best[0], at);
}

/* Whether some other member's memory is an exempt process's, too. */
static bool rest_objects(struct oomt_context *ctx)
{
	const struct oomt_task *task = ctx->facts.pic.task;
	struct oomt_target member;
	bool said;
	u32 at;

	for (at = next_member(ctx, ctx->ws.best[0]); at != OOMT_NONE;
	     at = next_member(ctx, at)) {
		if (oomt_target_get(task[at].pid, task[at].start_ns, &member))
			continue;
		said = oomt_target_sharers(&member, objects, ctx);
		oomt_target_put(&member);
		if (said)
			return true;
	}
	return false;
}

bool oomt_choose_has_rest(const struct oomt_context *ctx)
{
	return next_member(ctx, ctx->ws.best[0]) != OOMT_NONE;
}

void oomt_choose_kill_rest(const struct oomt_context *ctx, u32 place)
{
	const struct oomt_task *task = ctx->facts.pic.task;
	struct oomt_target member;
	u32 at;

	for (at = next_member(ctx, ctx->ws.best[0]); at != OOMT_NONE;
	     at = next_member(ctx, at)) {
		if (oomt_target_get(task[at].pid, task[at].start_ns, &member))
			continue;
		oomt_target_kill(&member);
		oomt_flight_rest(place, ctx->decision.id, &member);
		oomt_target_put(&member);
	}
}

/* If it is not, nor is anybody else on its memory. */
static bool takeable(const struct oomt_victim *victim,
		     struct oomt_context *ctx, struct oomt_target *target)
{
	if (oomt_target_get(victim->pid, victim->start_ns, target))
		return false;
	/* What is no kill leaves the memory to who shares it. */
	if (victim->kind != OOMT_ACT_KILL)
		return true;
	if (!oomt_target_sharers(target, objects, ctx) && !rest_objects(ctx))
		return true;
	oomt_target_sharers(target, pass_sharer_over, ctx);
	oomt_target_put(target);
	return false;
}

/*
 * The same chain again or, if it has nobody left, all of them: the first that
 * has a victim decides.  Their counters have counted already.
 */
static void decide_again(const struct oomt_ruleset *rs,
			 struct oomt_context *ctx, const struct oomt_ask *first)
{
	struct oomt_ask same = *first, all = *first;

	same.one_base = true;
	same.again = all.again = true;
	same.base = ctx->ws.decided_base;
	same.cgroup = ctx->ws.decided_cgroup + 1;
	oomt_decide(rs, &ctx->facts.pic, &same, &ctx->ws, &ctx->decision);
	if (ctx->decision.outcome != OOMT_OUT_VICTIM)
		oomt_decide(rs, &ctx->facts.pic, &all, &ctx->ws,
			    &ctx->decision);
}

static void decide(const struct oomt_ruleset *rs, struct oomt_context *ctx,
		   const struct oomt_choice *choice,
		   struct oomt_target *target)
{
	struct oomt_ask ask = {
		.hook = choice->hook,
		.steady = choice->steady,
	};
	struct oomt_decision *d = &ctx->decision;
	int i;

	if (choice->within)
		ask.cgroup = ctx->facts.within + 1;
	oomt_decide(rs, &ctx->facts.pic, &ask, &ctx->ws, d);
	for (i = 0; i < TRIES && d->outcome == OOMT_OUT_VICTIM; i++) {
		if (takeable(&d->runner[0], ctx, target))
			return;
		pass_over(&ctx->facts.pic, d->runner[0].pid);
		decide_again(rs, ctx, &ask);
	}
	if (d->outcome == OOMT_OUT_VICTIM)
		d->outcome = OOMT_OUT_NO_CANDIDATE;
}

static void choose(const struct oomt_ruleset *rs, struct oomt_context *ctx,
		   const struct oomt_choice *choice,
		   struct oomt_target *target)
{
	const struct oomt_want want = {
		.fields = choice->everything ? ~0ULL : rs->gather,
		.cgroups = rs->cgroups || choice->everything,
		.executor = oomt_handler_tgid(),
		.mems = choice->mems,
		.within = choice->within,
		.kthreads = choice->everything,
	};
	struct oomt_decision *d = &ctx->decision;
	u64 begin_ns, gathered_ns;

	memset(target, 0, sizeof(*target));
	begin_ns = ktime_get_mono_fast_ns();
	oomt_facts_gather(&ctx->facts, &want);
	gathered_ns = ktime_get_mono_fast_ns();
	if (choice->heed_kernel && ctx->facts.kernel_victim) {
		d->outcome = OOMT_OUT_NOTHING;
		return;
	}
	if (choice->after)
		oomt_after_apply(choice->after, &ctx->facts.pic);
	decide(rs, ctx, choice, target);
	d->facts_ns = gathered_ns - begin_ns;
	d->decide_ns = ktime_get_mono_fast_ns() - gathered_ns;
	if (ctx->facts.truncated)
		d->flags |= OOMT_DEC_TRUNCATED;
}

void oomt_choose(const struct oomt_ruleset *rs, struct oomt_context *ctx,
		 const struct oomt_choice *choice, struct oomt_target *target)
{
	raw_write_seqcount_begin(&ctx->seq);
	oomt_kept_turn(ctx);
	choose(rs, ctx, choice, target);
	raw_write_seqcount_end(&ctx->seq);
}

void oomt_choose_judge(const struct oomt_ruleset *rs, struct oomt_context *ctx,
		       enum oomt_hook hook, u32 base)
{
	const struct oomt_want want = {
		.fields = rs->gather | 1ULL << OOMT_F_PPID,
		.cgroups = rs->cgroups,
		.executor = oomt_handler_tgid(),
	};
	const struct oomt_ask ask = {
		.hook = hook, .one_base = true, .base = base, .again = true,
	};

	raw_write_seqcount_begin(&ctx->seq);
	oomt_kept_turn(ctx);
	oomt_facts_gather(&ctx->facts, &want);
	oomt_decide(rs, &ctx->facts.pic, &ask, &ctx->ws, &ctx->decision);
	raw_write_seqcount_end(&ctx->seq);
}
