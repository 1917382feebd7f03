// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Asking the engine about a picture, and keeping its answers.  Nothing is
 * decided here: every verdict, rank and step of the forecast is the engine's.
 */
#include <stdio.h>
#include "eval.h"
#include "forecast.h"
#include "low.h"
#include "rank.h"

/* The engine's working set for one evaluation. */
struct context {
	struct oomt_eval *eval;
	struct oomt_workspace ws;
	struct oomt_table_state *state;	/* [table], NULL: steady */
	bool steady;
};

static void judgement_exit(struct oomt_judgement *judged)
{
	free(judged->verdict);
	free(judged->ranking);
	free(judged->exempt);
	free(judged->warned);
	free(judged->log);
	free(judged->victim);
}

void oomt_eval_exit(struct oomt_eval *eval)
{
	u32 i;

	judgement_exit(&eval->judged);
	judgement_exit(&eval->idle);
	for (i = 0; i < eval->dry_count; i++)
		judgement_exit(&eval->dry[i]);
	free(eval->dry);
	free(eval->firing);
	memset(eval, 0, sizeof(*eval));
}

static void context_exit(struct context *c)
{
	u32 i;

	oomt_workspace_exit(&c->ws);
	for (i = 0; c->state && i < c->eval->rs->table_count; i++)
		oomt_table_state_exit(&c->state[i]);
	free(c->state);
}

static int context_init(struct context *c, struct oomt_eval *eval,
			u32 tasks, u32 cgroups, bool steady)
{
	u32 i;
	int err;

	memset(c, 0, sizeof(*c));
	c->eval = eval;
	c->steady = steady;
	err = oomt_workspace_init(&c->ws, eval->rs, tasks + 1, cgroups + 1);
	if (err || steady)
		return err;
	c->state = calloc(eval->rs->table_count + 1, sizeof(*c->state));
	if (!c->state)
		goto fail;
	for (i = 0; i < eval->rs->table_count; i++) {
		if (oomt_table_state_init(&c->state[i], eval->rs->table[i]))
			goto fail;
		c->ws.state[i] = &c->state[i];
	}
	return 0;
fail:
	context_exit(c);
	return -ENOMEM;
}

/* qsort_r's order of candidates: the engine's. */
static int compare_ranks(const void *a, const void *b, void *arg)
{
	const struct context *c = arg;
	u32 left = *(const u32 *)a, right = *(const u32 *)b;

	if (left == right)
		return 0;
	return oomt_rank_before(c->eval->pic, &c->ws, left, right) ? -1 : 1;
}

/* The log lines of the decision just made.  0 or -ENOMEM. */
static int keep_logs(struct context *c, struct oomt_judgement *judged)
{
	struct oomt_log_walk walk = { 0 };
	struct oomt_log_line line, *more;

	while (oomt_log_next(c->eval->rs, &c->ws, &walk, &line)) {
		more = reallocarray(judged->log, judged->log_count + 1,
				    sizeof(*more));
		if (!more)
			return -ENOMEM;
		judged->log = more;
		more[judged->log_count++] = line;
	}
	return 0;
}

/* Keeps what the workspace holds now.  0 or -ENOMEM. */
static int keep_judgement(struct context *c, struct oomt_judgement *judged)
{
	u32 n = c->eval->pic->task_count, i;

	judged->base = c->ws.decided_base;
	judged->fired = judged->decision.outcome != OOMT_OUT_NOTHING;
	judged->verdict = calloc(n + 1, sizeof(*judged->verdict));
	judged->ranking = calloc(n + 1, sizeof(*judged->ranking));
	judged->exempt = calloc(n + 1, sizeof(*judged->exempt));
	judged->warned = calloc(n + 1, sizeof(*judged->warned));
	if (!judged->verdict || !judged->ranking || !judged->exempt ||
	    !judged->warned)
		return -ENOMEM;
	memcpy(judged->verdict, c->ws.verdict, n * sizeof(*judged->verdict));
	if (!judged->fired)
		return 0;
	for (i = 0; i < n; i++) {
		if (judged->verdict[i].kind == OOMT_V_CANDIDATE)
			judged->ranking[judged->ranking_count++] = i;
		else if (judged->verdict[i].kind == OOMT_V_EXEMPT)
			judged->exempt[judged->exempt_count++] = i;
		if (judged->verdict[i].warn != OOMT_NONE)
			judged->warned[judged->warned_count++] = i;
	}
	qsort_r(judged->ranking, judged->ranking_count,
		sizeof(*judged->ranking), compare_ranks, c);
	return keep_logs(c, judged);
}

static int add_victim(struct oomt_judgement *judged,
		      const struct oomt_victim *victim)
{
	struct oomt_victim *bigger =
		reallocarray(judged->victim, judged->victim_count + 1,
			     sizeof(*bigger));

	if (!bigger)
		return -ENOMEM;
	judged->victim = bigger;
	bigger[judged->victim_count++] = *victim;
	return 0;
}

/* The victim and, in hook low, who would follow. */
static int forecast(struct context *c, const struct oomt_ask *ask,
		    struct oomt_judgement *judged)
{
	const struct oomt_picture *pic = c->eval->pic;
	struct oomt_decision next = judged->decision;
	struct oomt_picture copy = *pic;
	int err;

	if (next.outcome != OOMT_OUT_VICTIM)
		return 0;
	copy.task = calloc(pic->task_count, sizeof(*copy.task));
	if (!copy.task)
		return -ENOMEM;
	memcpy(copy.task, pic->task, pic->task_count * sizeof(*copy.task));
	do {
		err = add_victim(judged, &next.runner[0]);
	} while (!err && ask->hook == OOMT_HOOK_LOW &&
		 oomt_forecast_next(c->eval->rs, &copy, &c->ws, ask, &next));
	free(copy.task);
	return err;
}

static int judge(struct context *c, const struct oomt_ask *ask,
		 struct oomt_judgement *judged)
{
	int err;

	oomt_decide(c->eval->rs, c->eval->pic, ask, &c->ws,
		    &judged->decision);
	err = keep_judgement(c, judged);
	return err ? err : forecast(c, ask, judged);
}

static const struct oomt_chain *base_chain(const struct oomt_eval *eval,
					   u32 base)
{
	const struct oomt_base_chain *at = &eval->rs->base[eval->hook][base];

	return &eval->rs->table[at->table]->CHAINS[at->chain];
}

static bool is_dry(const struct oomt_eval *eval, u32 base)
{
	return base_chain(eval, base)->flags & OOMT_CHAIN_DRY;
}

/* The conditions of the hook's chains, with both sides of each comparison. */
static int explain_firing(struct context *c)
{
	struct oomt_eval *eval = c->eval;
	u32 i, n = eval->rs->base_count[OOMT_HOOK_LOW];

	if (eval->hook != OOMT_HOOK_LOW)
		return 0;
	eval->firing = calloc(n + 1, sizeof(*eval->firing));
	if (!eval->firing)
		return -ENOMEM;
	for (i = 0; i < n; i++) {
		const struct oomt_base_chain *base =
			&eval->rs->base[OOMT_HOOK_LOW][i];
		const struct oomt_chain *chain = base_chain(eval, i);
		struct oomt_firing *firing = &eval->firing[i];
		struct oomt_cond cond = {
			.table = eval->rs->table[base->table],
			.pic = eval->pic,
			.since = c->steady ? NULL :
				 c->state[base->table].since,
			.history_stands = true,
			.reason = firing->reason,
		};

		firing->base = i;
		firing->truth = oomt_cond_run(&cond, chain->when,
					      chain->when_len);
		firing->reason_count = cond.reason_count;
	}
	eval->firing_count = n;
	return 0;
}

static bool chain_fires(const struct oomt_eval *eval, u32 base)
{
	return eval->hook != OOMT_HOOK_LOW ||
	       eval->firing[base].truth == OOMT_TRUE;
}

/* One chain alone, as if it had fired. */
static int judge_base(struct context *c, u32 base,
		      struct oomt_judgement *judged)
{
	struct oomt_ask ask = {
		.hook = c->eval->hook, .steady = c->steady,
		.one_base = true, .base = base,
	};

	return judge(c, &ask, judged);
}

static int judge_dry(struct context *c)
{
	struct oomt_eval *eval = c->eval;
	u32 i, n = eval->rs->base_count[eval->hook];
	int err = 0;

	eval->dry = calloc(n + 1, sizeof(*eval->dry));
	if (!eval->dry)
		return -ENOMEM;
	for (i = 0; i < n && !err; i++)
		if (is_dry(eval, i) && chain_fires(eval, i))
			err = judge_base(c, i, &eval->dry[eval->dry_count++]);
	return err;
}

static int judge_idle(struct context *c)
{
	struct oomt_eval *eval = c->eval;
	u32 i;

	eval->idle.base = -1;
	if (eval->judged.fired)
		return 0;
	for (i = 0; i < eval->rs->base_count[eval->hook]; i++)
		if (!is_dry(eval, i))
			return judge_base(c, i, &eval->idle);
	return 0;
}

/* Everything, of eval->pic. */
static int evaluate(struct context *c)
{
	struct oomt_eval *eval = c->eval;
	struct oomt_ask ask = { .hook = eval->hook, .steady = c->steady };
	int err = judge(c, &ask, &eval->judged);

	if (!err)
		err = explain_firing(c);
	if (!err)
		err = judge_dry(c);
	return err ? err : judge_idle(c);
}

int oomt_eval_picture(const struct oomt_ruleset *rs,
		      const struct oomt_picture *pic, enum oomt_hook hook,
		      struct oomt_eval *eval)
{
	struct context c;
	int err;

	memset(eval, 0, sizeof(*eval));
	eval->rs = rs;
	eval->pic = pic;
	eval->hook = hook;
	err = context_init(&c, eval, pic->task_count, pic->cgroup_count,
			   true);
	if (err)
		return err;
	err = evaluate(&c);
	context_exit(&c);
	if (err)
		oomt_eval_exit(eval);
	return err;
}

/* What a suspend forgets: every `for` begins again. */
static void forget_history(struct context *c)
{
	const struct oomt_ruleset *rs = c->eval->rs;
	u32 i;

	for (i = 0; i < rs->table_count; i++)
		memset(c->state[i].since, 0,
		       rs->table[i]->image->for_states * sizeof(u64));
}

/* The most tasks and cgroups that any sample has. */
static int largest_sample(struct oomt_snapshot *snap, u32 *tasks,
			  u32 *cgroups)
{
	const struct oomt_picture *pic;
	unsigned int i;
	int err;

	*tasks = *cgroups = 0;
	for (i = 0; i < oomt_snapshot_samples(snap); i++) {
		err = oomt_snapshot_picture(snap,
				oomt_snapshot_sample_ns(snap, i), &pic);
		if (err)
			return err;
		if (pic->task_count > *tasks)
			*tasks = pic->task_count;
		if (pic->cgroup_count > *cgroups)
			*cgroups = pic->cgroup_count;
	}
	return 0;
}

/* Lets the conditions see the samples before `at_ns`. */
static int replay_history(struct context *c, struct oomt_snapshot *snap,
			  u64 at_ns)
{
	const struct oomt_picture *pic;
	unsigned int i;
	int err;

	for (i = 0; i < oomt_snapshot_samples(snap); i++) {
		u64 sample_ns = oomt_snapshot_sample_ns(snap, i);

		if (sample_ns > at_ns)
			break;
		if (oomt_snapshot_sample_resumed(snap, i))
			forget_history(c);
		if (sample_ns == at_ns)
			break;		/* that is the decision itself */
		err = oomt_snapshot_picture(snap, sample_ns, &pic);
		if (err)
			return err;
		oomt_low_sample(c->eval->rs, pic, &c->ws);
	}
	return 0;
}

int oomt_eval_snapshot(const struct oomt_ruleset *rs,
		       struct oomt_snapshot *snap, u64 at_ns,
		       enum oomt_hook hook, struct oomt_eval *eval)
{
	unsigned int last = oomt_snapshot_samples(snap) - 1;
	struct context c;
	u32 tasks, cgroups;
	int err;

	memset(eval, 0, sizeof(*eval));
	eval->rs = rs;
	eval->hook = hook;
	if (at_ns == OOMT_SNAPSHOT_LAST)
		at_ns = oomt_snapshot_sample_ns(snap, last);
	err = largest_sample(snap, &tasks, &cgroups);
	if (!err)
		err = context_init(&c, eval, tasks, cgroups,
				   oomt_snapshot_is_steady(snap));
	if (err)
		return err;
	if (!c.steady)
		err = replay_history(&c, snap, at_ns);
	if (!err)
		err = oomt_snapshot_picture(snap, at_ns, &eval->pic);
	if (!err)
		err = evaluate(&c);
	context_exit(&c);
	if (err)
		oomt_eval_exit(eval);
	return err;
}

const struct oomt_chain *
oomt_judgement_chain(const struct oomt_eval *eval,
		     const struct oomt_judgement *judged,
		     const struct oomt_table **table)
{
	*table = eval->rs->table[eval->rs->base[eval->hook]
				 [judged->base].table];
	return base_chain(eval, judged->base);
}

static void loc_text(const struct oomt_table *table,
		     const struct oomt_loc *loc, char text[OOMT_RULE_LEN])
{
	snprintf(text, OOMT_RULE_LEN, "%.*s:%u", OOMT_NAME_MAX - 1,
		 oomt_table_string(table, loc->file), loc->line);
}

void oomt_judgement_rule(const struct oomt_eval *eval,
			 const struct oomt_judgement *judged, u32 task,
			 char text[OOMT_RULE_LEN])
{
	const struct oomt_verdict *v = &judged->verdict[task];
	const struct oomt_table *table;
	const struct oomt_chain *chain =
		oomt_judgement_chain(eval, judged, &table);
	const struct oomt_loc *loc = &chain->policy_loc;

	if (v->by == OOMT_BY_ALWAYS) {
		strcpy(text, "always");
		return;
	}
	if (v->rule != OOMT_NONE) {
		table = eval->rs->table[v->table];
		loc = &table->RULES[v->rule].loc;
	}
	loc_text(table, loc, text);
}

void oomt_judgement_warn_rule(const struct oomt_eval *eval,
			      const struct oomt_judgement *judged, u32 task,
			      char text[OOMT_RULE_LEN])
{
	const struct oomt_verdict *v = &judged->verdict[task];
	const struct oomt_table *table = eval->rs->table[v->warn_table];

	loc_text(table, &table->RULES[v->warn].loc, text);
}

void oomt_log_line_rule(const struct oomt_eval *eval,
			const struct oomt_log_line *line,
			char text[OOMT_RULE_LEN])
{
	const struct oomt_table *table = eval->rs->table[line->table];

	loc_text(table, &table->RULES[line->rule].loc, text);
}

s64 oomt_judgement_score(const struct oomt_eval *eval,
			 const struct oomt_judgement *judged, u32 task)
{
	const struct oomt_table *table;
	const struct oomt_chain *chain =
		oomt_judgement_chain(eval, judged, &table);
	const struct oomt_domain domain = oomt_domain_of(eval->pic);

	return oomt_rank_score(&domain, chain->order,
			       judged->verdict[task].value);
}
