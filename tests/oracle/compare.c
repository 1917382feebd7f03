// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* The engine's answer beside the naive one, field by field. */
#include "compare.h"
#include "forecast.h"
#include "low.h"
#include "rank.h"

struct comparison {
	struct loaded *l;
	const struct compare_case *c;
	const struct naive_ask *ask;
	const struct naive_answer *naive;
	const char *what;		/* which of the questions */
	FILE *out;
	u32 differences;
};

/* Says where they differ; numbers wider than 64 bits differ anyway. */
static void check(struct comparison *cmp, const char *what, s64 of,
		  __int128 engine, __int128 naive)
{
	if (engine == naive)
		return;
	cmp->differences++;
	if (cmp->out)
		fprintf(cmp->out, "# %s: %s of %lld: engine %lld, oracle %lld\n",
			cmp->what, what, of, (s64)engine, (s64)naive);
}

/* ---- verdicts ----------------------------------------------------------- */

static u32 line_of(const struct loaded *l, u32 table, u32 rule)
{
	const struct oomt_table *t = l->reread ? &l->written[table] :
						 &l->table[table];

	return rule == OOMT_NONE ? 0 : t->RULES[rule].loc.line;
}

static void compare_warned(struct comparison *cmp,
			   const struct oomt_verdict *v,
			   const struct naive_warned *n, s64 pid)
{
	check(cmp, "warning rule's line", pid,
	      line_of(cmp->l, v->warn_table, v->warn),
	      n->rule ? n->rule->span.line : 0);
	if (!n->rule || v->warn == OOMT_NONE)
		return;
	check(cmp, "warning rule's table", pid, v->warn_table, n->table);
	check(cmp, "warning's signal", pid, v->warn_signal, n->signal);
}

static void compare_verdict(struct comparison *cmp, u32 i)
{
	const struct oomt_verdict *v = &cmp->l->ws.verdict[i];
	const struct naive_verdict *n = &cmp->naive->verdict[i];
	s64 pid = cmp->c->picture.task[i].pid;

	check(cmp, "verdict", pid, v->kind, n->kind);
	check(cmp, "reason (enum oomt_by)", pid, v->by, n->by);
	check(cmp, "rule's line", pid, line_of(cmp->l, v->table, v->rule),
	      n->rule ? n->rule->span.line : 0);
	if (v->rule != OOMT_NONE)
		check(cmp, "rule's table", pid, v->table, n->table);
	compare_warned(cmp, v, &n->warned, pid);
	if (v->kind != OOMT_V_CANDIDATE || n->kind != OOMT_V_CANDIDATE)
		return;
	check(cmp, "prefer", pid, v->prefer, n->prefer);
	check(cmp, "points", pid, v->points, n->points);
	check(cmp, "knowledge of its value", pid, v->value_known,
	      n->value_known);
	check(cmp, "value", pid, v->value, n->value);
}

static u32 sort_candidates(const struct comparison *cmp, u32 *order)
{
	const struct oomt_picture *pic = &cmp->c->picture.pic;
	const struct oomt_workspace *ws = &cmp->l->ws;
	u32 count = 0, i, at;

	for (i = 0; i < pic->task_count; i++) {
		if (ws->verdict[i].kind != OOMT_V_CANDIDATE)
			continue;
		for (at = count++; at; at--) {
			if (!oomt_rank_before(pic, ws, i, order[at - 1]))
				break;
			order[at] = order[at - 1];
		}
		order[at] = i;
	}
	return count;
}

static void compare_ranking(struct comparison *cmp)
{
	const struct oomt_task *task = cmp->c->picture.task;
	u32 order[GENERATE_TASKS], count = sort_candidates(cmp, order), i;

	check(cmp, "number of candidates", 0, count, cmp->naive->ranked);
	for (i = 0; i < count && i < cmp->naive->ranked; i++)
		check(cmp, "ranking", i + 1, task[order[i]].pid,
		      task[cmp->naive->ranking[i]].pid);
}

/* ---- the decision ------------------------------------------------------- */

static void compare_runner(struct comparison *cmp, u32 i,
			   const struct oomt_victim *runner)
{
	const struct naive_answer *naive = cmp->naive;
	u32 index = naive->ranking[i];
	const struct naive_verdict *n = &naive->verdict[index];
	u32 line = n->rule ? n->rule->span.line :
			     naive->chain->header.policy.span.line;

	check(cmp, "runner", i, runner->pid,
	      cmp->c->picture.task[index].pid);
	if (!cmp->l->reread)
		check(cmp, "runner's line", i, runner->line, line);
	check(cmp, "runner's reason", i, runner->by, n->by);
	check(cmp, "runner's prefer", i, runner->prefer, n->prefer);
	check(cmp, "runner's points", i, runner->points, n->points);
	check(cmp, "runner's value", i, runner->value, n->value);
	check(cmp, "runner's score", i, runner->score,
	      naive_score(cmp->ask, naive->chain, n));
	check(cmp, "runner's signal", i, runner->signal, naive_signal(n));
	check(cmp, "runner's grace", i, runner->grace_ms,
	      n->kill->action.grace_ms);
}

static void compare_decision(struct comparison *cmp,
			     const struct oomt_decision *d)
{
	const struct naive_answer *naive = cmp->naive;
	u32 exempt = 0, i, shown;

	check(cmp, "fired", 0, d->outcome != OOMT_OUT_NOTHING, naive->fired);
	check(cmp, "a victim", 0, d->outcome == OOMT_OUT_VICTIM,
	      naive->ranked > 0);
	if (!naive->fired || cmp->differences)
		return;
	check(cmp, "table", 0, strcmp(d->table, oomt_policy_name(
			cmp->ask->policy[naive->table])), 0);
	check(cmp, "chain", 0, strcmp(d->chain, naive->chain->name), 0);
	check(cmp, "base chain", 0, cmp->l->ws.decided_base, naive->base);
	check(cmp, "deadline", 0, d->deadline_ms,
	      naive->chain->header.deadline_ms);
	check(cmp, "fallback", 0, !!(d->flags & OOMT_DEC_FALLBACK_KERNEL),
	      naive->chain->header.fallback_kernel);
	for (i = 0; i < cmp->c->picture.pic.task_count; i++) {
		compare_verdict(cmp, i);
		exempt += naive->verdict[i].kind == OOMT_V_EXEMPT;
	}
	compare_ranking(cmp);
	check(cmp, "number of the exempt", 0, d->exempt, exempt);
	check(cmp, "number of candidates told", 0, d->candidates,
	      naive->ranked);
	shown = naive->ranked < OOMT_RUNNERS ? naive->ranked : OOMT_RUNNERS;
	check(cmp, "number of runners", 0, d->runner_count, shown);
	for (i = 0; i < shown && !cmp->differences; i++)
		compare_runner(cmp, i, &d->runner[i]);
}

static void compare_forecast(struct comparison *cmp,
			     const struct oomt_ask *ask,
			     struct oomt_decision *d)
{
	static struct generate_picture copy;
	u32 i = 0;

	generate_picture_copy(&copy, &cmp->c->picture);
	if (d->outcome == OOMT_OUT_VICTIM)
		do {
			check(cmp, "victim", i + 1, d->runner[0].pid,
			      i < cmp->naive->victims ?
			      cmp->naive->victim[i] : 0);
			i++;
		} while (oomt_forecast_next(&cmp->l->rs, &copy.pic,
					    &cmp->l->ws, ask, d));
	check(cmp, "number of victims", 0, i, cmp->naive->victims);
}

/* ---- counters, states --------------------------------------------------- */

static void compare_log(struct comparison *cmp, const struct oomt_log *log,
			const struct naive_count *n, u32 line)
{
	static const struct oomt_log nothing;

	if (!log)
		log = &nothing;
	check(cmp, "tasks logged by line", line, log->tasks, n->logged);
	if (!n->logged)
		return;
	check(cmp, "bytes of the largest, line", line, log->largest_bytes,
	      n->largest_bytes);
	check(cmp, "largest, by line", line, log->largest_pid,
	      n->largest_pid);
}

static void compare_logs(struct comparison *cmp)
{
	u32 t, r;

	for (t = 0; t < cmp->ask->tables; t++)
		for (r = 0; r < cmp->l->table[t].RULES_count; r++) {
			const struct oomt_log *logs = cmp->l->ws.log[t];
			u32 line = line_of(cmp->l, t, r);

			compare_log(cmp, logs ? &logs[r] : NULL,
				    &cmp->naive->count[t][line], line);
		}
}

static void compare_counters(struct comparison *cmp)
{
	u32 t, r;

	for (t = 0; t < cmp->ask->tables; t++)
		for (r = 0; r < cmp->l->table[t].RULES_count; r++) {
			const struct oomt_counter *c =
				&cmp->l->state[t].counter[r];
			u32 line = line_of(cmp->l, t, r);
			const struct naive_count *n =
				&cmp->naive->count[t][line];

			check(cmp, "tasks counted by line", line, c->tasks,
			      n->tasks);
			check(cmp, "bytes counted by line", line, c->bytes,
			      n->bytes);
			check(cmp, "verdicts counted by line", line,
			      c->verdicts, n->verdicts);
			check(cmp, "bytes of verdicts by line", line,
			      c->verdict_bytes, n->verdict_bytes);
		}
}

/* Where the engine keeps what the n-th `for` of a condition remembers. */
static u64 *since_of(struct loaded *l, u32 t, u32 chain,
		     enum naive_condition which, u32 n)
{
	const struct oomt_table *table = &l->table[t];
	const struct oomt_chain *c = &table->CHAINS[chain];
	u32 at = which == NAIVE_WHEN ? c->when : c->until;
	u32 end = at + (which == NAIVE_WHEN ? c->when_len : c->until_len);

	for (; at < end; at++)
		if (table->INSNS[at].op == OOMT_OP_FOR && !n--)
			return &l->state[t].since[table->INSNS[at].arg];
	return NULL;
}

/* Chains are numbered as they appear in the text; the engine's are sorted. */
static void states_set(const struct comparison *cmp,
		       const struct naive_memory *memory)
{
	const struct oomt_chain_node *chain;
	u32 t, i, which, n;
	u64 *since;

	for (t = 0; t < cmp->ask->tables; t++) {
		struct oomt_table_state *state = &cmp->l->state[t];
		const struct naive_chain_memory *own = memory->chain[t];

		for (i = 0; i < cmp->l->table[t].RULES_count; i++)
			memset(&state->counter[i], 0,
			       sizeof(state->counter[i]));
		for (chain = cmp->ask->policy[t]->chain; chain;
		     chain = chain->next, own++) {
			i = chain->index;
			state->chain[i].active = own->active;
			state->chain[i].acted_ns = own->acted_ns;
			state->chain[i].fruitless = 0;
			for (which = 0; which < NAIVE_CONDITIONS; which++)
				for (n = 0; n < NAIVE_FORS; n++) {
					since = since_of(cmp->l, t, i, which,
							 n);
					if (since)
						*since = own->since[which][n];
				}
		}
	}
}

static void states_check(struct comparison *cmp,
			 const struct naive_memory *memory)
{
	const struct oomt_chain_node *chain;
	u32 t, line, which, n;
	u64 *since;

	for (t = 0; t < cmp->ask->tables; t++) {
		const struct oomt_table_state *state = &cmp->l->state[t];
		const struct naive_chain_memory *own = memory->chain[t];

		for (chain = cmp->ask->policy[t]->chain; chain;
		     chain = chain->next, own++) {
			line = chain->name_span.line;
			check(cmp, "going on, chain at line", line,
			      state->chain[chain->index].active, own->active);
			check(cmp, "last kill, chain at line", line,
			      state->chain[chain->index].acted_ns,
			      own->acted_ns);
			for (which = 0; which < NAIVE_CONDITIONS; which++)
				for (n = 0; n < NAIVE_FORS; n++) {
					since = since_of(cmp->l, t,
							 chain->index, which,
							 n);
					if (since)
						check(cmp, "for, chain at line",
						      line, *since,
						      own->since[which][n]);
				}
		}
	}
}

/* ---- the case ----------------------------------------------------------- */

/* What the dry chains of the hook would have done. */
static void compare_dry(struct comparison *cmp, struct naive_ask ask)
{
	const struct oomt_chain_node *chain[64];
	static struct oomt_decision decision;
	static struct naive_answer answer;
	static struct naive_memory memory;	/* not looked at */
	u32 table[64], bases, i;

	bases = naive_base_chains(&ask, ARRAY_SIZE(table), table, chain);
	cmp->what = "dry";
	cmp->ask = &ask;
	cmp->naive = &answer;
	for (i = 0; i < bases; i++) {
		struct oomt_ask question = {
			.hook = ask.hook, .one_base = true, .base = i,
		};

		if (!chain[i]->header.dry)
			continue;
		ask.dry = i;
		naive_decide(&ask, &memory, &answer);
		oomt_decide(&cmp->l->rs, ask.pic, &question, &cmp->l->ws,
			    &decision);
		compare_decision(cmp, &decision);
		compare_logs(cmp);
	}
}

bool compare_run(struct loaded *l, struct compare_case *c, FILE *out)
{
	static struct oomt_decision decision;
	static struct naive_answer answer;
	struct naive_memory memory = c->memory;
	struct naive_ask ask = {
		.policy = (const struct oomt_policy *const *)l->policy,
		.tables = c->tables, .pic = &c->picture.pic, .hook = c->hook,
		.steady = c->steady, .dry = -1,
	};
	struct oomt_ask question = { .hook = c->hook, .steady = c->steady };
	struct comparison cmp = { .l = l, .c = c, .ask = &ask,
				  .naive = &answer, .what = "decision",
				  .out = out };

	states_set(&cmp, &memory);
	naive_decide(&ask, &memory, &answer);
	oomt_decide(&l->rs, &c->picture.pic, &question, &l->ws, &decision);
	compare_decision(&cmp, &decision);
	compare_counters(&cmp);
	compare_logs(&cmp);
	states_check(&cmp, &memory);
	if (!cmp.differences)
		compare_forecast(&cmp, &question, &decision);
	if (c->act && answer.ranked) {
		naive_acted(&answer, &ask, &memory);
		oomt_decision_acted(&l->rs, &l->ws, c->hook,
				    c->picture.pic.now_ns);
	}
	states_check(&cmp, &memory);
	compare_dry(&cmp, ask);
	if (!cmp.differences)
		c->memory = memory;
	return !cmp.differences;
}
