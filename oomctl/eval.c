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

struct oomt_eval_context {
	struct oomt_workspace ws;
	struct oomt_table_state *state;	/* [table], NULL: steady */
	bool steady;
};

static void judgement_exit(struct oomt_judgement *judged)
{
	u32 i;

	free(judged->verdict);
	free(judged->ranking);
	free(judged->exempt);
	free(judged->warned);
	free(judged->log);
	for (i = 0; i < judged->victim_count; i++)
		free(judged->pids[i].pid);
	free(judged->pids);
	free(judged->victim);
	free(judged->unit);
}

bool oomt_judgement_takes(const struct oomt_judgement *judged, s32 pid)
{
	u32 i;

	for (i = 0; judged->victim_count && i < judged->pids[0].count; i++)
		if (judged->pids[0].pid[i] == pid)
			return true;
	return false;
}

static void context_free(struct oomt_eval_context *c,
			 const struct oomt_ruleset *rs)
{
	if (!c)
		return;
	oomt_workspace_exit(&c->ws);
	oomt_table_states_free(c->state, rs);
	free(c);
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
	context_free(eval->context, eval->rs);
	memset(eval, 0, sizeof(*eval));
}

/* 0 or -ENOMEM; oomt_eval_exit() frees it in either case. */
static int context_new(struct oomt_eval *eval, u32 tasks, u32 cgroups,
		       bool steady)
{
	struct oomt_eval_context *c = calloc(1, sizeof(*c));
	u32 i;

	eval->context = c;
	if (!c || oomt_workspace_init(&c->ws, eval->rs, tasks + 1,
				      cgroups + 1))
		return -ENOMEM;
	c->steady = steady;
	if (steady)
		return 0;
	c->state = oomt_table_states_new(eval->rs);
	if (!c->state)
		return -ENOMEM;
	for (i = 0; i < eval->rs->table_count; i++)
		c->ws.state[i] = &c->state[i];
	return 0;
}

/* qsort_r's order of candidates: the engine's. */
static int compare_ranks(const void *a, const void *b, void *arg)
{
	const struct oomt_eval *eval = arg;
	u32 left = *(const u32 *)a, right = *(const u32 *)b;

	if (left == right)
		return 0;
	return oomt_rank_before(eval->pic, &eval->context->ws, left, right) ?
		       -1 : 1;
}

/* The log lines of the decision just made.  0 or -ENOMEM. */
static int keep_logs(const struct oomt_eval *eval,
		     struct oomt_judgement *judged)
{
	struct oomt_log_walk walk = { 0 };
	struct oomt_log_line line, *more;

	while (oomt_log_next(eval->rs, &eval->context->ws, &walk, &line)) {
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
static int keep_judgement(const struct oomt_eval *eval,
			  struct oomt_judgement *judged)
{
	const struct oomt_workspace *ws = &eval->context->ws;
	u32 n = eval->pic->task_count, i;

	judged->base = ws->decided_base;
	judged->cgroup = ws->decided_cgroup;
	judged->domain = ws->vm.domain;
	judged->fired = judged->decision.outcome != OOMT_OUT_NOTHING;
	judged->verdict = calloc(n + 1, sizeof(*judged->verdict));
	judged->ranking = calloc(n + 1, sizeof(*judged->ranking));
	judged->exempt = calloc(n + 1, sizeof(*judged->exempt));
	judged->warned = calloc(n + 1, sizeof(*judged->warned));
	if (!judged->verdict || !judged->ranking || !judged->exempt ||
	    !judged->warned)
		return -ENOMEM;
	memcpy(judged->verdict, ws->verdict, n * sizeof(*judged->verdict));
	if (ws->units.of) {
		judged->unit = calloc(n + 1, sizeof(*judged->unit));
		if (!judged->unit)
			return -ENOMEM;
		memcpy(judged->unit, ws->units.of, n * sizeof(*judged->unit));
	}
	if (!judged->fired)
		return 0;
	for (i = 0; i < n; i++) {
		if (judged->verdict[i].kind == OOMT_V_CANDIDATE &&
		    oomt_units_ranks(&ws->units, i))
			judged->ranking[judged->ranking_count++] = i;
		else if (judged->verdict[i].kind == OOMT_V_EXEMPT)
			judged->exempt[judged->exempt_count++] = i;
		if (judged->verdict[i].warn != OOMT_NONE)
			judged->warned[judged->warned_count++] = i;
	}
	qsort_r(judged->ranking, judged->ranking_count,
		sizeof(*judged->ranking), compare_ranks, (void *)eval);
	return keep_logs(eval, judged);
}

/* The victim of the decision just made about `pic`, with its unit. */
static int add_victim(const struct oomt_workspace *ws,
		      const struct oomt_picture *pic,
		      struct oomt_judgement *judged,
		      const struct oomt_victim *victim)
{
	struct oomt_victim *bigger =
		reallocarray(judged->victim, judged->victim_count + 1,
			     sizeof(*bigger));
	struct oomt_pids *pids =
		reallocarray(judged->pids, judged->victim_count + 1,
			     sizeof(*pids));
	u32 at, i = 0;

	if (bigger)
		judged->victim = bigger;
	if (pids)
		judged->pids = pids;
	if (!bigger || !pids)
		return -ENOMEM;
	pids += judged->victim_count;
	pids->count = victim->members;
	pids->pid = calloc(victim->members + 1, sizeof(*pids->pid));
	if (!pids->pid)
		return -ENOMEM;
	for (at = oomt_units_next(ws, ws->best[0], OOMT_NONE); at != OOMT_NONE;
	     at = oomt_units_next(ws, ws->best[0], at))
		pids->pid[i++] = pic->task[at].pid;
	bigger[judged->victim_count++] = *victim;
	return 0;
}

/* The victim and, in hook low, who would follow. */
static int forecast(const struct oomt_eval *eval, const struct oomt_ask *ask,
		    struct oomt_judgement *judged)
{
	const struct oomt_picture *pic = eval->pic;
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
		err = add_victim(&eval->context->ws, &copy, judged,
				 &next.runner[0]);
	} while (!err && ask->hook == OOMT_HOOK_LOW &&
		 oomt_forecast_next(eval->rs, &copy, &eval->context->ws, ask,
				    &next));
	free(copy.task);
	return err;
}

static int judge(const struct oomt_eval *eval, const struct oomt_ask *ask,
		 struct oomt_judgement *judged)
{
	int err;

	oomt_decide(eval->rs, eval->pic, ask, &eval->context->ws,
		    &judged->decision);
	err = keep_judgement(eval, judged);
	return err ? err : forecast(eval, ask, judged);
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
static int explain_firing(struct oomt_eval *eval)
{
	struct oomt_eval_context *c = eval->context;
	const struct oomt_ask ask = {
		.hook = OOMT_HOOK_LOW, .steady = c->steady, .again = true,
	};
	u32 i, n = eval->rs->base_count[OOMT_HOOK_LOW];

	if (eval->hook != OOMT_HOOK_LOW)
		return 0;
	eval->firing = calloc(n + 1, sizeof(*eval->firing));
	if (!eval->firing)
		return -ENOMEM;
	for (i = 0; i < n; i++) {
		struct oomt_firing *firing = &eval->firing[i];

		firing->base = i;
		firing->truth = oomt_low_when(eval->rs, eval->pic, &c->ws, i,
					      &ask, firing->reason,
					      &firing->reason_count,
					      &firing->cgroup);
	}
	eval->firing_count = n;
	return 0;
}

static bool chain_fires(const struct oomt_eval *eval, u32 base)
{
	return eval->hook != OOMT_HOOK_LOW ||
	       eval->firing[base].truth == OOMT_TRUE;
}

/* The cgroup that was hit, as an ask has it; false: there is none. */
static bool find_hit(const struct oomt_eval *eval, u32 *cgroup)
{
	u32 i;

	*cgroup = 0;
	for (i = 0; eval->hit && i < eval->pic->cgroup_count; i++)
		if (eval->pic->cgroup[i].path &&
		    !strcmp(eval->pic->cgroup[i].path, eval->hit))
			*cgroup = i + 1;
	return *cgroup || !eval->hit;
}

/* One chain alone, as if it had fired (for a cgroup). */
static int judge_base(const struct oomt_eval *eval, u32 base,
		      struct oomt_judgement *judged)
{
	struct oomt_ask ask = {
		.hook = eval->hook, .steady = eval->context->steady,
		.one_base = true, .base = base,
	};

	find_hit(eval, &ask.cgroup);
	if (eval->hook == OOMT_HOOK_LOW &&
	    eval->firing[base].truth == OOMT_TRUE)
		ask.cgroup = eval->firing[base].cgroup + 1;

	return judge(eval, &ask, judged);
}

static int judge_dry(struct oomt_eval *eval)
{
	u32 i, n = eval->rs->base_count[eval->hook];
	int err = 0;

	eval->dry = calloc(n + 1, sizeof(*eval->dry));
	if (!eval->dry)
		return -ENOMEM;
	for (i = 0; i < n && !err; i++)
		if (is_dry(eval, i) && chain_fires(eval, i))
			err = judge_base(eval, i, &eval->dry[eval->dry_count++]);
	return err;
}

static int judge_idle(struct oomt_eval *eval)
{
	u32 i;

	eval->idle.base = -1;
	if (eval->judged.fired)
		return 0;
	for (i = 0; i < eval->rs->base_count[eval->hook]; i++)
		if (!is_dry(eval, i))
			return judge_base(eval, i, &eval->idle);
	return 0;
}

/* Everything, of eval->pic. */
static int evaluate(struct oomt_eval *eval)
{
	struct oomt_ask ask = {
		.hook = eval->hook, .steady = eval->context->steady,
	};
	int err;

	if (!find_hit(eval, &ask.cgroup))
		return -ESRCH;
	err = judge(eval, &ask, &eval->judged);
	if (!err)
		err = explain_firing(eval);
	if (!err)
		err = judge_dry(eval);
	return err ? err : judge_idle(eval);
}

static int eval_picture(const struct oomt_ruleset *rs,
			const struct oomt_picture *pic, enum oomt_hook hook,
			const char *hit, struct oomt_eval *eval)
{
	int err;

	memset(eval, 0, sizeof(*eval));
	eval->rs = rs;
	eval->pic = pic;
	eval->hook = hook;
	eval->hit = hit;
	err = context_new(eval, pic->task_count, pic->cgroup_count, true);
	if (!err)
		err = evaluate(eval);
	if (err)
		oomt_eval_exit(eval);
	return err;
}

int oomt_eval_picture(const struct oomt_ruleset *rs,
		      const struct oomt_picture *pic, enum oomt_hook hook,
		      struct oomt_eval *eval)
{
	return eval_picture(rs, pic, hook, NULL, eval);
}

int oomt_eval_picture_memcg(const struct oomt_ruleset *rs,
			    const struct oomt_picture *pic, const char *path,
			    struct oomt_eval *eval)
{
	return eval_picture(rs, pic, OOMT_HOOK_MEMCG, path, eval);
}

int oomt_eval_recalled(const struct oomt_ruleset *rs,
		       const struct oomt_picture *pic, enum oomt_hook hook,
		       const char *hit, const struct oomt_episode *spent,
		       oomt_eval_recall_fn *recall, void *arg,
		       struct oomt_eval *eval)
{
	struct oomt_eval_context *c;
	u32 i;
	int err;

	memset(eval, 0, sizeof(*eval));
	eval->rs = rs;
	eval->pic = pic;
	eval->hook = hook;
	eval->hit = hit;
	err = context_new(eval, pic->task_count, pic->cgroup_count, false);
	c = eval->context;
	if (!err)
		c->ws.episode = spent;
	for (i = 0; !err && i < rs->table_count; i++)
		if (!recall(rs->table[i], &c->state[i], arg))
			c->ws.state[i] = NULL;
	if (!err)
		err = evaluate(eval);
	if (err)
		oomt_eval_exit(eval);
	return err;
}

static void forget_history(const struct oomt_eval *eval)
{
	const struct oomt_ruleset *rs = eval->rs;
	u32 i;

	for (i = 0; i < rs->table_count; i++)
		oomt_table_state_forget(&eval->context->state[i],
					rs->table[i]);
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
static int replay_history(struct oomt_eval *eval, struct oomt_snapshot *snap,
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
			forget_history(eval);
		if (sample_ns == at_ns)
			break;		/* that is the decision itself */
		err = oomt_snapshot_picture(snap, sample_ns, &pic);
		if (err)
			return err;
		oomt_low_sample(eval->rs, pic, &eval->context->ws);
	}
	return 0;
}

static int eval_snapshot(const struct oomt_ruleset *rs,
			 struct oomt_snapshot *snap, u64 at_ns,
			 enum oomt_hook hook, const char *hit,
			 struct oomt_eval *eval)
{
	unsigned int last = oomt_snapshot_samples(snap) - 1;
	u32 tasks, cgroups;
	int err;

	memset(eval, 0, sizeof(*eval));
	eval->rs = rs;
	eval->hook = hook;
	eval->hit = hit;
	if (at_ns == OOMT_SNAPSHOT_LAST)
		at_ns = oomt_snapshot_sample_ns(snap, last);
	err = largest_sample(snap, &tasks, &cgroups);
	if (!err)
		err = context_new(eval, tasks, cgroups,
				  oomt_snapshot_is_steady(snap));
	if (!err && !eval->context->steady)
		err = replay_history(eval, snap, at_ns);
	if (!err)
		err = oomt_snapshot_picture(snap, at_ns, &eval->pic);
	if (!err)
		err = evaluate(eval);
	if (err)
		oomt_eval_exit(eval);
	return err;
}

int oomt_eval_snapshot(const struct oomt_ruleset *rs,
		       struct oomt_snapshot *snap, u64 at_ns,
		       enum oomt_hook hook, struct oomt_eval *eval)
{
	return eval_snapshot(rs, snap, at_ns, hook, NULL, eval);
}

int oomt_eval_snapshot_memcg(const struct oomt_ruleset *rs,
			     struct oomt_snapshot *snap, u64 at_ns,
			     const char *path, struct oomt_eval *eval)
{
	return eval_snapshot(rs, snap, at_ns, OOMT_HOOK_MEMCG, path, eval);
}

int oomt_eval_trace(struct oomt_eval *eval, u32 task,
		    struct oomt_vm_trace *trace)
{
	const struct oomt_judgement *shown = oomt_eval_shown(eval);
	struct oomt_eval_context *c = eval->context;
	struct oomt_ask ask = {
		.hook = eval->hook, .steady = c->steady, .one_base = true,
		.again = true,
	};
	struct oomt_decision again;

	if (!shown)
		return -ENOENT;
	ask.base = shown->base;
	ask.cgroup = shown->cgroup + 1;
	c->ws.trace = trace;
	c->ws.traced = task;
	oomt_decide(eval->rs, eval->pic, &ask, &c->ws, &again);
	c->ws.trace = NULL;
	return memcmp(&c->ws.verdict[task], &shown->verdict[task],
		      sizeof(*shown->verdict)) ? -EIO : 0;
}

u32 oomt_eval_member(const struct oomt_eval *eval, u32 task, u32 at)
{
	return oomt_units_next(&eval->context->ws, task, at);
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

	if (v->by == OOMT_BY_SPENT) {
		strcpy(text, "this episode");
		return;
	}
	if (v->by == OOMT_BY_GROUP) {
		strcpy(text, "memory.oom.group");
		return;
	}
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

	return oomt_rank_score(&judged->domain, chain->order,
			       judged->verdict[task].value);
}

const char *oomt_firing_path(const struct oomt_eval *eval,
			     const struct oomt_firing *firing)
{
	return firing->cgroup < eval->pic->cgroup_count ?
		       eval->pic->cgroup[firing->cgroup].path : NULL;
}
