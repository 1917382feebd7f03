// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* Listening to the engine about one process; see why.h.  Prints nothing. */
#include "rule_text.h"
#include "why_parts.h"

/* The engine's listener. */
struct listener {
	struct oomt_vm_trace trace;	/* first */
	struct oomt_why *why;
	bool out_of_memory;
};

static void on_step(struct oomt_vm_trace *trace, u32 table, u32 insn,
		    bool known, s64 lhs, s64 rhs, bool holds)
{
	struct listener *listener = (struct listener *)trace;
	struct oomt_why *why = listener->why;
	struct oomt_why_step *bigger;

	if (why->step_count == why->step_room) {
		why->step_room = why->step_room * 2 + 64;
		bigger = reallocarray(why->step, why->step_room,
				      sizeof(*bigger));
		if (!bigger) {
			why->step_room = why->step_count;
			listener->out_of_memory = true;
			return;
		}
		why->step = bigger;
	}
	why->step[why->step_count++] = (struct oomt_why_step){
		.table = table, .insn = insn, .known = known,
		.holds = holds, .lhs = lhs, .rhs = rhs,
	};
}

/* The rule that an instruction belongs to. */
static u32 rule_of(const struct oomt_table *table, u32 insn)
{
	u32 lo = 0, hi = table->RULES_count;

	while (hi - lo > 1) {
		u32 mid = lo + (hi - lo) / 2;

		if (table->RULES[mid].code <= insn)
			lo = mid;
		else
			hi = mid;
	}
	return lo;
}

/*
 * The chains that the walk is in.  A chain calls only chains behind it, so one
 * that shows up again was returned to, and those above it have ended.
 */
struct calls {
	u32 chain[OOMT_CALL_DEPTH_MAX + 1];
	u32 depth;
	u32 table;
};

static void follow_calls(struct calls *calls, const struct oomt_table *table,
			 const struct oomt_why_visit *visit,
			 const struct oomt_insn *before)
{
	u32 chain = table->RULES[visit->rule].chain, i;

	if (table->CHAINS[chain].hook != OOMT_HOOK_NONE) {
		calls->depth = 0;	/* a base chain: from the beginning */
		calls->chain[0] = chain;
		calls->table = visit->table;
		return;
	}
	for (i = calls->depth + 1; i-- > 0;)
		if (calls->chain[i] == chain) {
			calls->depth = i;
			return;
		}
	if (before && before->op == OOMT_OP_JUMP &&
	    calls->depth < OOMT_CALL_DEPTH_MAX)
		calls->depth++;		/* else goto: in its place */
	calls->chain[calls->depth] = chain;
}

/* Consecutive steps of one rule are a visit. */
static int group_steps(struct oomt_why *why)
{
	struct oomt_why_visit *visit = NULL;
	struct calls calls = { .table = OOMT_NONE };
	const struct oomt_insn *before = NULL;
	u32 i, root = OOMT_NONE;

	why->visit = calloc(why->step_count + 1, sizeof(*why->visit));
	if (!why->visit)
		return -ENOMEM;
	for (i = 0; i < why->step_count; i++) {
		const struct oomt_why_step *step = &why->step[i];
		const struct oomt_table *table =
			oomt_why_table(why, step->table);
		u32 rule = rule_of(table, step->insn);

		if (!visit || visit->table != step->table ||
		    visit->rule != rule || step->insn <= step[-1].insn) {
			visit = &why->visit[why->visit_count++];
			visit->table = step->table;
			visit->rule = rule;
			visit->step = i;
			follow_calls(&calls, table, visit, before);
			if (!calls.depth && table->CHAINS[calls.chain[0]].hook !=
					    OOMT_HOOK_NONE)
				root = calls.chain[0];
			visit->chain = root;
			visit->depth = calls.depth;
		}
		visit->step_count++;
		before = oomt_why_insn(why, step);
	}
	return 0;
}

static int make_texts(struct oomt_why *why)
{
	u32 i;
	int err;

	why->text = calloc(why->eval->rs->table_count + 1,
			   sizeof(*why->text));
	if (!why->text)
		return -ENOMEM;
	for (i = 0; i < why->eval->rs->table_count; i++) {
		err = oomt_rule_text_init(&why->text[i], &why->rules->file[i]);
		if (err)
			return err;
	}
	return 0;
}

/* Who would die with it, and whether it is another that ranks for them. */
static int find_unit(struct oomt_why *why)
{
	const struct oomt_judgement *judged = why->judged;
	const struct oomt_verdict *v = &judged->verdict[why->task];
	const struct oomt_taken *taken = judged->unit ?
					 &judged->unit[why->task] : NULL;
	const struct oomt_table *table;
	u32 at = OOMT_NONE, i;

	why->stands = OOMT_NONE;
	for (i = 0; i < judged->ranking_count; i++)
		if (judged->ranking[i] == why->task)
			why->rank = i + 1;
	if (v->kind != OOMT_V_CANDIDATE)
		return 0;
	why->pid = calloc((taken ? taken->members : 1) + 1, sizeof(*why->pid));
	if (!why->pid)
		return -ENOMEM;
	oomt_judgement_chain(why->eval, judged, &table);
	why->broken = taken && !taken->group &&
		      taken->kind != table->ACTIONS[v->action].unit;
	while ((at = oomt_eval_member(why->eval, why->task, at)) != OOMT_NONE)
		if (why->pid_count < (taken ? taken->members : 1))
			why->pid[why->pid_count++] =
				why->eval->pic->task[at].pid;
	for (i = 0; !why->rank && i < judged->ranking_count; i++)
		while ((at = oomt_eval_member(why->eval, judged->ranking[i],
					      at)) != OOMT_NONE)
			if (at == why->task && why->stands == OOMT_NONE)
				why->stands = judged->ranking[i];
	return 0;
}

int oomt_why_init(struct oomt_why *why, struct oomt_eval *eval,
		  const struct oomt_rules *rules, u32 task)
{
	struct listener listener = {
		.trace = { .step = on_step }, .why = why,
	};
	int err;

	memset(why, 0, sizeof(*why));
	why->eval = eval;
	why->rules = rules;
	why->judged = oomt_eval_shown(eval);
	why->task = task;
	err = oomt_eval_trace(eval, task, &listener.trace);
	if (listener.out_of_memory)
		err = -ENOMEM;
	if (!err)
		err = find_unit(why);
	if (!err)
		err = group_steps(why);
	if (!err)
		err = make_texts(why);
	if (err)
		oomt_why_exit(why);
	return err;
}

void oomt_why_exit(struct oomt_why *why)
{
	u32 i;

	for (i = 0; why->text && i < why->eval->rs->table_count; i++)
		oomt_rule_text_exit(&why->text[i]);
	free(why->text);
	free(why->pid);
	free(why->visit);
	free(why->step);
	memset(why, 0, sizeof(*why));
}

bool oomt_why_matched(const struct oomt_why *why,
		      const struct oomt_why_visit *visit)
{
	return why->step[visit->step + visit->step_count - 1].holds;
}

#define AROUND	3

void oomt_why_around(const struct oomt_why *why, u32 *first, u32 *end)
{
	u32 count = why->judged->ranking_count, at = why->rank;

	*first = at > AROUND ? at - 1 - AROUND : 0;
	*end = (at ? at : 1) + AROUND;
	if (*end > count)
		*end = count;
}
