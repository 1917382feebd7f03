// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The oracle's reading of decisions: which chain fires, the stop line, the
 * forecast (language.md 3, 7, 9.3 and 9.4).
 */
#include <assert.h>
#include "naive_parts.h"

/* ---- low: when, until --------------------------------------------------- */

static u32 number_of(const struct naive_ask *ask, u32 table,
		     const struct oomt_chain_node *chain)
{
	const struct oomt_chain_node *c = ask->policy[table]->chain;
	u32 number = 0;

	for (; c != chain; c = c->next)
		number++;
	return number;
}

static s64 active_find(const struct naive_memory *memory, u32 table, u32 chain)
{
	u32 i;

	for (i = 0; i < memory->count; i++)
		if (memory->active[i].table == table &&
		    memory->active[i].chain == chain)
			return i;
	return -1;
}

/* The stop line; a neutral `until` is as if it were not there. */
static bool stop_line(const struct oomt_picture *pic,
		      const struct oomt_header *header, bool psi_relieved)
{
	enum naive_truth until = NAIVE_NEUTRAL;

	if (header->until) {
		until = naive_cond(pic, header->until, psi_relieved);
		if (until == NAIVE_NEUTRAL)
			naive_note(NOTED_STOP_NEUTRAL);
	}
	if (until != NAIVE_NEUTRAL)
		return until == NAIVE_TRUE;
	return naive_cond(pic, header->when, psi_relieved) != NAIVE_TRUE;
}

static bool fires(const struct naive_ask *ask, struct naive_memory *memory,
		  u32 table, const struct oomt_chain_node *chain)
{
	enum naive_truth when;
	s64 at;

	if (ask->hook != OOMT_HOOK_LOW)
		return true;
	when = naive_cond(ask->pic, chain->header.when, false);
	if (when == NAIVE_NEUTRAL)
		naive_note(NOTED_COND_NOTHING);
	at = active_find(memory, table, number_of(ask, table, chain));
	if (at >= 0 && stop_line(ask->pic, &chain->header, false)) {
		memory->active[at] = memory->active[--memory->count];
		naive_note(NOTED_ACTIVE_ENDED);
		at = -1;
	}
	if (at >= 0 && when != NAIVE_TRUE)
		naive_note(NOTED_ACTIVE);
	return when == NAIVE_TRUE || at >= 0;
}

void naive_acted(const struct naive_answer *answer,
		 const struct naive_ask *ask, struct naive_memory *memory)
{
	u32 chain = number_of(ask, answer->table, answer->chain);

	if (active_find(memory, answer->table, chain) >= 0)
		return;
	assert(memory->count < NAIVE_ACTIVE);
	memory->active[memory->count].table = answer->table;
	memory->active[memory->count++].chain = chain;
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
static void forecast(const struct naive_ask *ask, struct naive_answer *answer)
{
	static struct naive_answer next;
	struct oomt_task task[NAIVE_TASKS];
	struct oomt_picture pic = *ask->pic;
	struct naive_ask then = *ask;
	struct naive n = { .ask = &then, .answer = &next };
	u32 victim = answer->ranking[0];

	memcpy(task, pic.task, pic.task_count * sizeof(*task));
	pic.task = task;
	then.pic = &pic;
	for (;;) {
		take(&pic, &task[victim]);
		if (stop_line(&pic, &answer->chain->header, true)) {
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
		forecast(ask, answer);
}
