// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The oracle's reading of decisions: which chain fires, the stop line, the
 * forecast (language.md 3, 7, 9.3 and 9.4).
 */
#include <assert.h>
#include "naive_parts.h"

/* ---- low: when, until --------------------------------------------------- */

/* A base chain, run once, or for one cgroup. */
struct run {
	u32 base, table;
	const struct oomt_chain_node *chain;
	s32 cgroup;			/* index in the picture, -1: none */
};


static u32 chain_number(const struct naive_ask *ask, const struct run *run)
{
	const struct oomt_chain_node *c = ask->policy[run->table]->chain;
	u32 number = 0;

	for (; c != run->chain; c = c->next)
		number++;
	assert(number < NAIVE_CHAINS);
	return number;
}

static struct naive_chain_memory *
memory_of(const struct naive_ask *ask, struct naive_memory *memory,
	  const struct run *run)
{
	u64 id = 0;

	if (naive_runs_each(run->chain))
		id = ask->pic->cgroup[run->cgroup].id;
	assert(id < NAIVE_CGROUPS);
	return &memory->chain[run->table][chain_number(ask, run)][id];
}

/* `when` or `until`; one that is not there is neutral. */
static enum naive_truth ask_cond(struct naive *n,
				 struct naive_chain_memory *own,
				 const struct run *run,
				 enum naive_condition which, bool in_forecast)
{
	const struct oomt_expr *expr = which == NAIVE_WHEN ?
		run->chain->header.when : run->chain->header.until;
	struct naive_question question = {
		.n = n, .pic = n->ask->pic, .forecast = in_forecast,
		.cgroup = run->cgroup,
		.since = n->ask->steady ? NULL : own->since[which],
	};

	return expr ? naive_cond(&question, expr) : NAIVE_NEUTRAL;
}

/* The stop line; a neutral `until` is as if it were not there. */
static bool stop_line(const struct oomt_chain_node *chain,
		      enum naive_truth when, enum naive_truth until)
{
	if (chain->header.until && until == NAIVE_NEUTRAL)
		naive_note(NOTED_STOP_NEUTRAL);
	if (until != NAIVE_NEUTRAL)
		return until == NAIVE_TRUE;
	return when != NAIVE_TRUE;
}

/* Whether it waits after its last kill. */
static bool cools(const struct naive_ask *ask,
		  const struct naive_chain_memory *own,
		  const struct oomt_chain_node *chain)
{
	u64 wait_ns = chain->header.cooldown_ms * 1000000ULL;
	bool cooling = own->acted_ns &&
		       ask->pic->now_ns - own->acted_ns < wait_ns;

	if (own->acted_ns && wait_ns)
		naive_note(cooling ? NOTED_COOLING : NOTED_COOLED);
	return cooling;
}

static bool fires(struct naive *n, struct naive_memory *memory,
		  const struct run *run)
{
	const struct naive_ask *ask = n->ask;
	struct naive_chain_memory *own;
	enum naive_truth when, until;

	if (ask->hook != OOMT_HOOK_LOW)
		return true;
	own = memory_of(ask, memory, run);
	when = ask_cond(n, own, run, NAIVE_WHEN, false);
	until = ask_cond(n, own, run, NAIVE_UNTIL, false);
	if (when == NAIVE_NEUTRAL)
		naive_note(NOTED_COND_NOTHING);
	if (own->active && stop_line(run->chain, when, until)) {
		own->active = false;
		naive_note(NOTED_ACTIVE_ENDED);
	}
	if (cools(ask, own, run->chain))
		return false;
	if (own->active && when != NAIVE_TRUE)
		naive_note(NOTED_ACTIVE);
	return when == NAIVE_TRUE || own->active;
}

void naive_acted(struct naive_answer *answer, const struct naive_ask *ask,
		 struct naive_memory *memory)
{
	struct naive n = { .ask = ask, .answer = answer,
			   .bucket = memory->bucket };
	const struct run run = { answer->base, answer->table, answer->chain,
				 answer->cgroup };
	struct naive_chain_memory *own = memory_of(ask, memory, &run);

	naive_limits_take(&n);
	own->active = true;
	own->acted_ns = ask->pic->now_ns;
}

/* ---- once per cgroup ---------------------------------------------------- */

static bool about_scope(const struct oomt_expr *expr)
{
	const struct oomt_expr *child;

	if (!expr)
		return false;
	if (expr->kind == OOMT_EXPR_CMP && expr->of == OOMT_OF_SCOPE)
		return true;
	for (child = expr->child; child; child = child->next)
		if (about_scope(child))
			return true;
	return false;
}

bool naive_runs_each(const struct oomt_chain_node *chain)
{
	return about_scope(chain->header.when) ||
	       about_scope(chain->header.until);
}

/* Whether a pattern of the scope is the cgroup's own, not one's above. */
static bool names(const struct oomt_value *scope, const char *path)
{
	const struct oomt_elem *elem;

	for (elem = oomt_value_elems(scope); elem; elem = elem->next)
		if (naive_glob(elem->lit.text, elem->lit.len, path, true))
			return true;
	return false;
}

bool naive_runs_for(const struct naive_ask *ask, u32 table,
		    const struct oomt_chain_node *chain, u32 cgroup)
{
	const char *path = ask->pic->cgroup[cgroup].path;
	const struct oomt_value *scope = chain->header.scope ?
		chain->header.scope : ask->policy[table]->scope;

	return path && (!scope || names(scope, path));
}

/* In order of path. */
static u32 list_each(const struct naive_ask *ask, struct run run,
		     struct run *runs)
{
	const struct oomt_cgroup *cgroup = ask->pic->cgroup;
	u32 count = 0, i, at;

	for (i = 0; i < ask->pic->cgroup_count; i++) {
		if (!naive_runs_for(ask, run.table, run.chain, i))
			continue;
		run.cgroup = i;
		for (at = count++; at && strcmp(cgroup[runs[at - 1].cgroup].path,
						cgroup[i].path) > 0; at--)
			runs[at] = runs[at - 1];
		runs[at] = run;
	}
	return count;
}

/* What was held of a cgroup that is not there in this sample is over. */
static void forget_gone(const struct naive_ask *ask,
			struct naive_memory *memory, const struct run *of,
			const struct run *runs, u32 count)
{
	struct naive_chain_memory *each =
		memory->chain[of->table][chain_number(ask, of)], *own;
	u32 id, i, which, f;

	for (id = 1; id < NAIVE_CGROUPS; id++) {
		own = &each[id];
		for (i = 0; i < count; i++)
			if (ask->pic->cgroup[runs[i].cgroup].id == id)
				break;
		if (i < count) {
			own->seen_ns = ask->pic->now_ns;
			continue;
		}
		for (which = 0; which < NAIVE_CONDITIONS; which++)
			for (f = 0; f < NAIVE_FORS; f++) {
				if (own->since[which][f])
					naive_note(NOTED_EACH_GONE);
				own->since[which][f] = 0;
			}
	}
}

/* Whether hook memcg comes to the chain: its scopes name what was hit. */
static bool in_reach(const struct naive_ask *ask, const struct run *run)
{
	const struct oomt_value *scopes[] = {
		ask->policy[run->table]->scope, run->chain->header.scope,
	};
	u32 i;

	for (i = 0; i < ARRAY_SIZE(scopes); i++)
		if (scopes[i] &&
		    !naive_below(scopes[i], ask->pic->cgroup[ask->hit].path)) {
			naive_note(NOTED_MEMCG_SCOPE);
			return false;
		}
	return true;
}

/* ---- forecast ----------------------------------------------------------- */

static void credit(struct oomt_picture *pic, int metric, s64 bytes)
{
	if (!naive_metric_known(pic, metric))
		return;
	pic->metric[metric] += bytes;
	if (pic->metric[metric] < 0)
		pic->metric[metric] = 0;
}

static void give_back(struct oomt_picture *pic, const struct oomt_task *task)
{
	s64 swap = naive_known_size(task, OOMT_F_SWAP, task->swap);

	credit(pic, OOMT_M_MEM_AVAILABLE,
	       naive_known_size(task, OOMT_F_ANON, task->anon) +
	       naive_known_size(task, OOMT_F_PGTABLES, task->pgtables));
	credit(pic, OOMT_M_SWAP_FREE, swap);
	credit(pic, OOMT_M_SWAP_USED, -swap);
}

/* The unit of the first: gone.  Who is not killed gives nothing back. */
static void take_unit(struct oomt_picture *pic,
		      const struct naive_answer *answer)
{
	const struct naive_verdict *v = &answer->verdict[answer->ranking[0]];
	u32 i;

	for (i = 0; i < pic->task_count; i++) {
		if (!(v->members >> i & 1))
			continue;
		if (v->kill->action.kind == OOMT_ACT_KILL)
			give_back(pic, &pic->task[i]);
		pic->task[i].flags |= OOMT_TASK_EXITING;
	}
}

static void put_victim(const struct oomt_picture *pic,
		       const struct naive_answer *from,
		       struct naive_answer *answer)
{
	u32 task = from->ranking[0];

	answer->victim[answer->victims] = pic->task[task].pid;
	answer->victim_members[answer->victims++] =
		__builtin_popcountll(from->verdict[task].members);
}

/* Who follows, each after the credit for those before, in the same chain. */
static void forecast(const struct naive_ask *ask, struct naive_memory *memory,
		     struct naive_answer *answer)
{
	static struct naive_answer next;
	static struct naive_memory left;
	struct oomt_task task[NAIVE_TASKS];
	struct oomt_picture pic = *ask->pic;
	struct naive_ask then = *ask;
	struct naive n = { .ask = &then, .answer = answer, .in_forecast = true,
			   .cgroup = answer->cgroup, .bucket = left.bucket };
	const struct run run = { answer->base, answer->table, answer->chain,
				 answer->cgroup };
	struct naive_chain_memory *own = memory_of(ask, memory, &run);
	enum naive_truth when, until;

	left = *memory;
	memcpy(task, pic.task, pic.task_count * sizeof(*task));
	pic.task = task;
	then.pic = &pic;
	for (;;) {
		naive_limits_take(&n);
		take_unit(&pic, n.answer);
		naive_kin(&n);
		when = ask_cond(&n, own, &run, NAIVE_WHEN, true);
		until = ask_cond(&n, own, &run, NAIVE_UNTIL, true);
		if (stop_line(run.chain, when, until)) {
			naive_note(run.chain->header.until ?
				   NOTED_STOP_UNTIL : NOTED_STOP_WHEN);
			return;
		}
		n.answer = &next;
		memset(next.count, 0, sizeof(next.count));
		n.counting = true;	/* what it logs takes tokens */
		naive_ask_chain(&n, run.table, run.chain, true);
		if (!next.ranked) {
			naive_note(NOTED_STOP_EMPTY);
			return;
		}
		naive_note(NOTED_FOLLOWED);
		put_victim(&pic, &next, answer);
	}
}

/* ---- the decision ------------------------------------------------------- */

#define RUNS	(NAIVE_BASES * 4)

static u32 list_runs(const struct naive_ask *ask, struct naive_memory *memory,
		     struct run *runs)
{
	const struct oomt_chain_node *chain[NAIVE_BASES];
	u32 table[NAIVE_BASES], bases, count = 0, own, i;

	bases = naive_base_chains(ask, NAIVE_BASES, table, chain);
	for (i = 0; i < bases; i++) {
		struct run run = { i, table[i], chain[i], ask->hit };

		assert(count + NAIVE_CGROUPS <= RUNS);
		if (naive_runs_each(chain[i])) {
			own = list_each(ask, run, &runs[count]);
			if (ask->dry < 0)
				forget_gone(ask, memory, &run, &runs[count],
					    own);
			count += own;
		} else if (ask->hook != OOMT_HOOK_MEMCG || ask->dry >= 0 ||
			   in_reach(ask, &run)) {
			runs[count++] = run;
		}
	}
	return count;
}

static void settle(struct naive *n, const struct run *run)
{
	n->answer->fired = true;
	n->answer->base = run->base;
	n->answer->table = run->table;
	n->answer->chain = run->chain;
	n->answer->cgroup = run->cgroup;
}

static void judge_nobody(struct naive_answer *answer)
{
	u32 i;

	memset(answer->verdict, 0, sizeof(answer->verdict));
	for (i = 0; i < NAIVE_TASKS; i++)
		answer->verdict[i].by = OOMT_BY_SCOPE;
	answer->ranked = 0;
}

static void note_run(const struct naive_ask *ask, const struct run *run,
		     const struct run *first)
{
	if (ask->hook == OOMT_HOOK_MEMCG)
		naive_note(NOTED_MEMCG_HIT);
	else if (run->cgroup >= 0)
		naive_note(NOTED_EACH_FIRED);
	if (first && first->base == run->base)
		naive_note(NOTED_EACH_SECOND);
}

/* All runs of all chains, until one yields a victim; *first that fired. */
static bool decide(struct naive *n, struct naive_memory *memory,
		   const struct run *runs, u32 count, const struct run **first)
{
	const struct naive_ask *ask = n->ask;
	bool count_guards = true, is_decided = false;
	const struct run *run;

	for (run = runs; run < runs + count; run++) {
		bool held = ask->dry < 0 ? fires(n, memory, run) :
			    run->base == (u32)ask->dry &&
			    run->cgroup == ask->dry_cgroup;

		if (!held || is_decided)
			continue;
		n->cgroup = run->cgroup;
		naive_ask_chain(n, run->table, run->chain, count_guards);
		count_guards = false;
		if (run->chain->header.dry && ask->dry < 0) {
			naive_note(NOTED_DRY_CHAIN);
			continue;
		}
		note_run(ask, run, *first);
		if (!*first)
			*first = run;
		is_decided = n->answer->ranked;
		if (is_decided) {
			settle(n, run);
			if (run != *first)
				naive_note(NOTED_LATER_CHAIN);
		}
	}
	return is_decided;
}

void naive_decide(const struct naive_ask *ask, struct naive_memory *memory,
		  struct naive_answer *answer)
{
	struct naive n = { .ask = ask, .answer = answer, .counting = true,
			   .cgroup = -1, .bucket = memory->bucket };
	const struct run *first = NULL;
	struct run runs[RUNS];
	u32 count;

	memset(answer, 0, sizeof(*answer));
	judge_nobody(answer);
	naive_kin(&n);
	count = list_runs(ask, memory, runs);
	if (ask->hook == OOMT_HOOK_LOW && ask->dry < 0)
		memory->sampled_ns = ask->pic->now_ns;
	if (decide(&n, memory, runs, count, &first)) {
		naive_note(NOTED_FIRED);
		naive_note(NOTED_VICTIM);
		if (answer->table)
			naive_note(NOTED_OTHER_TABLE);
		put_victim(ask->pic, answer, answer);
		if (ask->hook == OOMT_HOOK_LOW)
			forecast(ask, memory, answer);
	} else if (first) {
		naive_note(NOTED_FIRED);
		naive_note(NOTED_NOBODY);
		n.counting = false;
		n.cgroup = first->cgroup;
		naive_ask_chain(&n, first->table, first->chain, false);
		settle(&n, first);
	} else {
		naive_note(NOTED_QUIET);
		judge_nobody(answer);
	}
}
