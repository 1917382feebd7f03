// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The oracle's reading of decisions: which chain fires, the stop line, the
 * forecast (language.md 3, 7, 9.3 and 9.4).
 */
#include <assert.h>
#include "naive_parts.h"

/* ---- low: when, until --------------------------------------------------- */

static struct naive_chain_memory *
memory_of(const struct naive_ask *ask, struct naive_memory *memory, u32 table,
	  const struct oomt_chain_node *chain)
{
	const struct oomt_chain_node *c = ask->policy[table]->chain;
	u32 number = 0;

	for (; c != chain; c = c->next)
		number++;
	assert(number < NAIVE_CHAINS);
	return &memory->chain[table][number];
}

/* `when` or `until`; one that is not there is neutral. */
static enum naive_truth ask_cond(const struct naive_ask *ask,
				 struct naive_chain_memory *own,
				 const struct oomt_chain_node *chain,
				 enum naive_condition which, bool in_forecast)
{
	const struct oomt_expr *expr = which == NAIVE_WHEN ?
		chain->header.when : chain->header.until;
	struct naive_question question = {
		.pic = ask->pic, .forecast = in_forecast,
		.since = ask->steady ? NULL : own->since[which],
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

static bool fires(const struct naive_ask *ask, struct naive_memory *memory,
		  u32 table, const struct oomt_chain_node *chain)
{
	struct naive_chain_memory *own;
	enum naive_truth when, until;

	if (ask->hook != OOMT_HOOK_LOW)
		return true;
	own = memory_of(ask, memory, table, chain);
	when = ask_cond(ask, own, chain, NAIVE_WHEN, false);
	until = ask_cond(ask, own, chain, NAIVE_UNTIL, false);
	if (when == NAIVE_NEUTRAL)
		naive_note(NOTED_COND_NOTHING);
	if (own->active && stop_line(chain, when, until)) {
		own->active = false;
		naive_note(NOTED_ACTIVE_ENDED);
	}
	if (cools(ask, own, chain))
		return false;
	if (own->active && when != NAIVE_TRUE)
		naive_note(NOTED_ACTIVE);
	return when == NAIVE_TRUE || own->active;
}

void naive_acted(const struct naive_answer *answer,
		 const struct naive_ask *ask, struct naive_memory *memory)
{
	struct naive_chain_memory *own =
		memory_of(ask, memory, answer->table, answer->chain);

	own->active = true;
	own->acted_ns = ask->pic->now_ns;
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

static void take(struct oomt_picture *pic, struct oomt_task *task)
{
	s64 swap = naive_known_size(task, OOMT_F_SWAP, task->swap);

	credit(pic, OOMT_M_MEM_AVAILABLE,
	       naive_known_size(task, OOMT_F_ANON, task->anon) +
	       naive_known_size(task, OOMT_F_PGTABLES, task->pgtables));
	credit(pic, OOMT_M_SWAP_FREE, swap);
	credit(pic, OOMT_M_SWAP_USED, -swap);
	task->flags |= OOMT_TASK_EXITING;
}

/* Who follows, each after the credit for those before, in the same chain. */
static void forecast(const struct naive_ask *ask, struct naive_memory *memory,
		     struct naive_answer *answer)
{
	static struct naive_answer next;
	struct oomt_task task[NAIVE_TASKS];
	struct oomt_picture pic = *ask->pic;
	struct naive_ask then = *ask;
	struct naive n = { .ask = &then, .answer = &next };
	struct naive_chain_memory *own =
		memory_of(ask, memory, answer->table, answer->chain);
	u32 victim = answer->ranking[0];
	enum naive_truth when, until;

	memcpy(task, pic.task, pic.task_count * sizeof(*task));
	pic.task = task;
	then.pic = &pic;
	for (;;) {
		take(&pic, &task[victim]);
		when = ask_cond(&then, own, answer->chain, NAIVE_WHEN, true);
		until = ask_cond(&then, own, answer->chain, NAIVE_UNTIL, true);
		if (stop_line(answer->chain, when, until)) {
			naive_note(answer->chain->header.until ?
				   NOTED_STOP_UNTIL : NOTED_STOP_WHEN);
			return;
		}
		naive_ask_chain(&n, answer->table, answer->chain, false);
		if (!next.ranked) {
			naive_note(NOTED_STOP_EMPTY);
			return;
		}
		naive_note(NOTED_FOLLOWED);
		victim = next.ranking[0];
		answer->victim[answer->victims++] = task[victim].pid;
	}
}

/* ---- the decision ------------------------------------------------------- */

static void settle(struct naive *n, u32 base, u32 table,
		   const struct oomt_chain_node *chain)
{
	n->answer->fired = true;
	n->answer->base = base;
	n->answer->table = table;
	n->answer->chain = chain;
}

void naive_decide(const struct naive_ask *ask, struct naive_memory *memory,
		  struct naive_answer *answer)
{
	const struct oomt_chain_node *chain[NAIVE_BASES];
	struct naive n = { .ask = ask, .answer = answer, .counting = true };
	u32 table[NAIVE_BASES], i, bases, first = NAIVE_BASES;
	bool count_guards = true, is_decided = false;

	memset(answer, 0, sizeof(*answer));
	for (i = 0; i < NAIVE_TASKS; i++)
		answer->verdict[i].by = OOMT_BY_SCOPE;
	bases = naive_base_chains(ask, NAIVE_BASES, table, chain);
	for (i = 0; i < bases; i++) {
		bool held = ask->dry >= 0 ? i == (u32)ask->dry :
			    fires(ask, memory, table[i], chain[i]);

		if (!held || is_decided)
			continue;
		naive_ask_chain(&n, table[i], chain[i], count_guards);
		count_guards = false;
		if (chain[i]->header.dry && ask->dry < 0) {
			naive_note(NOTED_DRY_CHAIN);
			continue;
		}
		if (first == NAIVE_BASES)
			first = i;
		is_decided = answer->ranked;
		if (is_decided) {
			settle(&n, i, table[i], chain[i]);
			if (i != first)
				naive_note(NOTED_LATER_CHAIN);
		}
	}
	if (first == NAIVE_BASES) {
		naive_note(NOTED_QUIET);
		for (i = 0; i < NAIVE_TASKS; i++) {
			memset(&answer->verdict[i], 0,
			       sizeof(answer->verdict[i]));
			answer->verdict[i].by = OOMT_BY_SCOPE;
		}
		answer->ranked = 0;
		return;
	}
	naive_note(NOTED_FIRED);
	if (!is_decided) {
		n.counting = false;
		naive_ask_chain(&n, table[first], chain[first], false);
		settle(&n, first, table[first], chain[first]);
		naive_note(NOTED_NOBODY);
		return;
	}
	naive_note(NOTED_VICTIM);
	if (answer->table)
		naive_note(NOTED_OTHER_TABLE);
	answer->victim[answer->victims++] =
		ask->pic->task[answer->ranking[0]].pid;
	if (ask->hook == OOMT_HOOK_LOW)
		forecast(ask, memory, answer);
}
