// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* The engine's answer beside the naive one, field by field. */
#include "compare.h"
#include "forecast.h"
#include "low.h"
#include "names.h"
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
		if (ws->verdict[i].kind != OOMT_V_CANDIDATE ||
		    !oomt_units_ranks(&ws->units, i))
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

/* Who is in the unit of a candidate. */
static void compare_members(struct comparison *cmp, u32 task)
{
	u64 members = 0;
	u32 at = OOMT_NONE;

	while ((at = oomt_units_next(&cmp->l->ws, task, at)) != OOMT_NONE) {
		if (members >> at & 1) {
			check(cmp, "a member twice", at, 1, 0);
			return;
		}
		members |= 1ULL << at;
	}
	check(cmp, "members of its unit", cmp->c->picture.task[task].pid,
	      members, (s64)cmp->naive->verdict[task].members);
}

static void compare_ranking(struct comparison *cmp)
{
	const struct oomt_task *task = cmp->c->picture.task;
	u32 order[GENERATE_TASKS], count = sort_candidates(cmp, order), i;

	check(cmp, "number of candidates", 0, count, cmp->naive->ranked);
	for (i = 0; i < count && i < cmp->naive->ranked; i++)
		check(cmp, "ranking", i + 1, task[order[i]].pid,
		      task[cmp->naive->ranking[i]].pid);
	for (i = 0; i < count && i < cmp->naive->ranked; i++)
		if (order[i] == cmp->naive->ranking[i])
			compare_members(cmp, order[i]);
}

/* ---- the decision ------------------------------------------------------- */

/* A size of a runner's unit, as far as it is known. */
static void check_sum(struct comparison *cmp, u32 runner, int field, s64 engine)
{
	const struct naive_answer *naive = cmp->naive;
	__int128 sum = naive_unit_sum(cmp->ask,
			naive->verdict[naive->ranking[runner]].members, field);

	check(cmp, oomt_field_name(field), runner, engine, sum);
}

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
	check(cmp, "runner's kind", i, runner->kind, n->kill->action.kind);
	check(cmp, "runner's amount", i, runner->amount,
	      n->kill->action.amount);
	check(cmp, "runner's members", i, runner->members,
	      __builtin_popcountll(n->members));
	/* Of one process it may be called either way. */
	if (n->members & (n->members - 1) || runner->unit != OOMT_UNIT_PROCESS)
		check(cmp, "runner's unit", i, runner->unit, n->group ?
		      OOMT_UNIT_CGROUP : n->kill->action.unit);
	check_sum(cmp, i, OOMT_F_RSS, runner->rss);
	check_sum(cmp, i, OOMT_F_SWAP, runner->swap);
	check_sum(cmp, i, OOMT_F_PGTABLES, runner->pgtables);
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
	check(cmp, "cgroup", 0, strcmp(d->cgroup, naive->cgroup < 0 ? "" :
			cmp->ask->pic->cgroup[naive->cgroup].path), 0);
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
			bool there = i < cmp->naive->victims;

			check(cmp, "victim", i + 1, d->runner[0].pid,
			      there ? cmp->naive->victim[i] : 0);
			check(cmp, "members of victim", i + 1,
			      d->runner[0].members,
			      there ? cmp->naive->victim_members[i] : 0);
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

/* What the engine remembers of a chain: of all, or of one cgroup. */
struct remembered {
	struct oomt_chain_state *chain;
	u64 *since;			/* of the FOR `first`, .. */
	u32 first;
};

static bool runs_each(const struct loaded *l, u32 t, u32 chain)
{
	return l->table[t].CHAINS[chain].flags & OOMT_CHAIN_EACH;
}

static struct remembered remembered(struct loaded *l, u32 t, u32 chain, u64 id,
				    u64 seen_ns)
{
	struct remembered r = {
		.chain = &l->state[t].chain[chain], .since = l->state[t].since,
	};
	struct oomt_each *each;

	if (runs_each(l, t, chain)) {
		each = oomt_table_state_each(&l->state[t], &l->table[t], chain);
		r.chain = oomt_each_get(each, id, seen_ns, &r.since);
		r.first = each->for_first;
	}
	return r;
}

/* Where the engine keeps what the n-th `for` of a condition remembers. */
static u64 *since_of(struct loaded *l, const struct remembered *r, u32 t,
		     u32 chain, enum naive_condition which, u32 n)
{
	const struct oomt_table *table = &l->table[t];
	const struct oomt_chain *c = &table->CHAINS[chain];
	u32 at = which == NAIVE_WHEN ? c->when : c->until;
	u32 end = at + (which == NAIVE_WHEN ? c->when_len : c->until_len);

	for (; at < end; at++)
		if (table->INSNS[at].op == OOMT_OP_FOR && !n--)
			return &r->since[table->INSNS[at].arg - r->first];
	return NULL;
}

static void chain_set(const struct comparison *cmp, u32 t, u32 chain, u64 id,
		      const struct naive_chain_memory *own)
{
	struct remembered r = remembered(cmp->l, t, chain, id, own->seen_ns);
	u32 which, n;
	u64 *since;

	r.chain->active = own->active;
	r.chain->acted_ns = own->acted_ns;
	r.chain->fruitless = 0;
	for (which = 0; which < NAIVE_CONDITIONS; which++)
		for (n = 0; n < NAIVE_FORS; n++) {
			since = since_of(cmp->l, &r, t, chain, which, n);
			if (since)
				*since = own->since[which][n];
		}
}

static void chain_check(struct comparison *cmp, u32 t, u32 chain, u64 id,
			u32 line, const struct naive_chain_memory *own)
{
	struct remembered r = remembered(cmp->l, t, chain, id, own->seen_ns);
	u32 which, n;
	u64 *since;

	check(cmp, "going on, chain at line", line, r.chain->active,
	      own->active);
	check(cmp, "last kill, chain at line", line, r.chain->acted_ns,
	      own->acted_ns);
	for (which = 0; which < NAIVE_CONDITIONS; which++)
		for (n = 0; n < NAIVE_FORS; n++) {
			since = since_of(cmp->l, &r, t, chain, which, n);
			if (since)
				check(cmp, "for, chain at line", line, *since,
				      own->since[which][n]);
		}
}

/* Limits by rule: where the engine has one, and where the oracle. */
static void limits_each(struct comparison *cmp,
			const struct naive_memory *memory,
			void (*visit)(struct comparison *cmp, u64 *full_ns,
				      const struct naive_bucket *bucket,
				      u32 line))
{
	u32 t, r, at, n;

	for (t = 0; t < cmp->ask->tables; t++) {
		const struct oomt_table *table = &cmp->l->table[t];

		for (r = 0; r < table->RULES_count; r++) {
			u32 line = line_of(cmp->l, t, r);
			const struct oomt_rule *rule = &table->RULES[r];

			n = 0;
			for (at = rule->code; at < rule->code + rule->code_len;
			     at++)
				if (table->INSNS[at].op == OOMT_OP_LIMIT)
					visit(cmp, &cmp->l->state[t].full_ns[
						table->INSNS[at].imm],
					      &memory->bucket[t][
						naive_limit_number(
							cmp->ask->policy[t],
							line, n++)],
					      line);
		}
	}
}

static void limit_set(struct comparison *cmp, u64 *full_ns,
		      const struct naive_bucket *bucket, u32 line)
{
	*full_ns = bucket->at_ns + bucket->missing_ns;
}

static void limit_check(struct comparison *cmp, u64 *full_ns,
			const struct naive_bucket *bucket, u32 line)
{
	u64 now_ns = cmp->ask->pic->now_ns;

	check(cmp, "ns until a limit is full, line", line,
	      *full_ns > now_ns ? *full_ns - now_ns : 0,
	      naive_missing_ns(bucket, now_ns));
}

/* Chains are numbered as they appear in the text; the engine's are sorted. */
static void states_set(struct comparison *cmp,
		       const struct naive_memory *memory)
{
	const struct oomt_chain_node *chain;
	u32 t, i, id, number;

	for (t = 0; t < cmp->ask->tables; t++) {
		struct oomt_table_state *state = &cmp->l->state[t];

		memset(state->counter, 0, cmp->l->table[t].RULES_count *
					  sizeof(*state->counter));
		for (i = 0; i < state->each_count; i++) {
			memset(state->each[i].cgroup, 0, OOMT_EACH_SLOTS *
			       sizeof(*state->each[i].cgroup));
			state->each[i].sample_ns = memory->sampled_ns;
			state->each[i].before_ns = 0;
		}
		number = 0;
		for (chain = cmp->ask->policy[t]->chain; chain;
		     chain = chain->next, number++) {
			const struct naive_chain_memory *own =
				memory->chain[t][number];

			if (!runs_each(cmp->l, t, chain->index))
				chain_set(cmp, t, chain->index, 0, own);
			for (id = 1; runs_each(cmp->l, t, chain->index) &&
			     id < NAIVE_CGROUPS; id++)
				if (own[id].seen_ns)
					chain_set(cmp, t, chain->index, id,
						  &own[id]);
		}
	}
	limits_each(cmp, memory, limit_set);
}

static void states_check(struct comparison *cmp,
			 const struct naive_memory *memory)
{
	const struct oomt_chain_node *chain;
	u32 t, id, number;

	for (t = 0; t < cmp->ask->tables; t++) {
		number = 0;
		for (chain = cmp->ask->policy[t]->chain; chain;
		     chain = chain->next, number++) {
			const struct naive_chain_memory *own =
				memory->chain[t][number];
			u32 line = chain->name_span.line;

			check(cmp, "once per cgroup, chain at line", line,
			      runs_each(cmp->l, t, chain->index),
			      naive_runs_each(chain));
			if (cmp->differences)
				return;
			if (!runs_each(cmp->l, t, chain->index))
				chain_check(cmp, t, chain->index, 0, line,
					    own);
			for (id = 1; runs_each(cmp->l, t, chain->index) &&
			     id < NAIVE_CGROUPS; id++)
				if (own[id].seen_ns == memory->sampled_ns)
					chain_check(cmp, t, chain->index, id,
						    line, &own[id]);
		}
	}
	limits_each(cmp, memory, limit_check);
}

/* ---- the case ----------------------------------------------------------- */

/* What a dry chain of the hook would have done (for the cgroup). */
static void compare_dry_run(struct comparison *cmp, struct naive_ask *ask,
			    u32 base, s32 cgroup,
			    const struct naive_memory *memory)
{
	static struct oomt_decision decision;
	static struct naive_answer answer;
	static struct naive_memory copy;
	struct oomt_ask question = {
		.hook = ask->hook, .one_base = true, .base = base,
		.cgroup = cgroup + 1,
	};

	ask->dry = base;
	ask->dry_cgroup = cgroup;
	copy = *memory;
	cmp->ask = ask;
	cmp->naive = &answer;
	naive_decide(ask, &copy, &answer);
	oomt_decide(&cmp->l->rs, ask->pic, &question, &cmp->l->ws, &decision);
	compare_decision(cmp, &decision);
	compare_logs(cmp);
}

static void compare_dry(struct comparison *cmp, struct naive_ask ask,
			const struct naive_memory *memory)
{
	const struct oomt_chain_node *chain[64];
	u32 table[64], bases, i, k;

	bases = naive_base_chains(&ask, ARRAY_SIZE(table), table, chain);
	cmp->what = "dry";
	for (i = 0; i < bases; i++) {
		if (!chain[i]->header.dry)
			continue;
		if (!naive_runs_each(chain[i]))
			compare_dry_run(cmp, &ask, i, ask.hit, memory);
		for (k = 0; naive_runs_each(chain[i]) &&
		     k < ask.pic->cgroup_count; k++)
			if (naive_runs_for(&ask, table[i], chain[i], k))
				compare_dry_run(cmp, &ask, i, k, memory);
	}
}

/* The engine's memory of who was acted upon. */
static bool episode_make(const struct compare_case *c,
			 struct oomt_episode *episode)
{
	const struct oomt_picture *pic = &c->picture.pic;
	u32 i;

	if (oomt_episode_init(episode, GENERATE_TASKS))
		return false;
	for (i = 0; i < pic->task_count; i++)
		if (c->spent[pic->task[i].pid])
			oomt_episode_add(episode, pic->task[i].pid,
					 pic->task[i].start_ns,
					 OOMT_EPISODE_SPENT);
	return true;
}

bool compare_run(struct loaded *l, struct compare_case *c, FILE *out)
{
	static struct oomt_decision decision;
	static struct naive_answer answer;
	static struct naive_memory memory;
	s32 hit = c->hook == OOMT_HOOK_MEMCG ? c->hit : -1;
	struct naive_ask ask = {
		.policy = (const struct oomt_policy *const *)l->policy,
		.tables = c->tables, .pic = &c->picture.pic, .hook = c->hook,
		.steady = c->steady, .dry = -1, .dry_cgroup = -1, .hit = hit,
		.spent = c->spent,
	};
	struct oomt_ask question = {
		.hook = c->hook, .steady = c->steady, .cgroup = hit + 1,
	};
	struct comparison cmp = { .l = l, .c = c, .ask = &ask,
				  .naive = &answer, .what = "decision",
				  .out = out };
	struct oomt_episode episode;

	if (!episode_make(c, &episode))
		return false;
	l->ws.episode = &episode;
	memory = c->memory;
	states_set(&cmp, &memory);
	naive_decide(&ask, &memory, &answer);
	oomt_decide(&l->rs, &c->picture.pic, &question, &l->ws, &decision);
	compare_decision(&cmp, &decision);
	compare_counters(&cmp);
	compare_logs(&cmp);
	states_check(&cmp, &memory);
	if (c->act && answer.ranked) {
		naive_acted(&answer, &ask, &memory);
		oomt_decision_acted(&l->rs, &l->ws, c->hook,
				    c->picture.pic.now_ns);
		states_check(&cmp, &memory);
	} else if (!cmp.differences) {
		compare_forecast(&cmp, &question, &decision);
	}
	if (!cmp.differences)
		compare_dry(&cmp, ask, &memory);
	if (!cmp.differences)
		c->memory = memory;
	l->ws.episode = NULL;
	oomt_episode_exit(&episode);
	return !cmp.differences;
}
