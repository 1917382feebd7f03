// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Judging: what guards and one base chain say about every task, and which
 * candidates come first.  Called by decide; never allocates, never waits;
 * bounded by tasks x steps.
 */
#include "judge.h"
#include "amount.h"
#include "rank.h"

#define OOM_SCORE_ADJ_MIN	(-1000)

/* In or below the cgroup that the chain is about, if it is about one. */
static bool is_inside(const struct oomt_workspace *ws,
		      const struct oomt_task *task)
{
	return ws->cgroup == OOMT_NONE ||
	       (task->cgroup < ws->vm.pic->cgroup_count &&
		ws->inside[task->cgroup]);
}

static inline bool in_scope(struct oomt_workspace *ws, const struct oomt_ruleset *rs,
		     const struct oomt_base_chain *base,
		     const struct oomt_task *task)
{
	u32 table_scope = rs->table[base->table]->image->scope;
	u32 chain_scope = oomt_base_chain_get(rs, base)->scope;

	if (table_scope != OOMT_NONE &&
	    !oomt_vm_atom(&ws->vm, base->table, table_scope, task))
		return false;
	return chain_scope == OOMT_NONE ||
	       oomt_vm_atom(&ws->vm, base->table, chain_scope, task);
}

static bool always_exempt(const struct oomt_task *task)
{
	return task->pid == 1 ||
	       task->flags & (OOMT_TASK_KTHREAD | OOMT_TASK_EXECUTOR);
}

/* Guards of all tables: the first exemption stands, scores add up. */
static void guard_task(struct oomt_workspace *ws,
		       const struct oomt_ruleset *rs,
		       const struct oomt_task *task, struct oomt_guarded *guard)
{
	u32 i;

	guard->exempt = false;
	guard->table = 0;
	guard->rule = OOMT_NONE;
	guard->points = 0;
	guard->warn = OOMT_NONE;
	for (i = 0; i < rs->base_count[OOMT_HOOK_GUARD]; i++) {
		const struct oomt_base_chain *base =
			&rs->base[OOMT_HOOK_GUARD][i];
		bool dry = oomt_base_chain_get(rs, base)->flags & OOMT_CHAIN_DRY;
		struct oomt_vm_out said;

		if (!in_scope(ws, rs, base, task))
			continue;
		oomt_memo_run(&ws->memo, &ws->vm, base->table, base->chain, task,
			      &said);
		if (dry)
			continue;
		guard->points = oomt_add(guard->points, said.points);
		if (guard->warn == OOMT_NONE && said.warn != OOMT_NONE) {
			guard->warn = said.warn;
			guard->warn_table = base->table;
			guard->warn_signal = said.warn_signal;
		}
		if (said.result == OOMT_VM_EXEMPT) {
			guard->exempt = true;
			guard->table = base->table;
			guard->rule = said.rule;
			return;
		}
	}
}

/* What is not a kill is done once per episode. */
static bool spent(const struct oomt_workspace *ws,
		  const struct oomt_task *task,
		  const struct oomt_action *action)
{
	return ws->episode && action->kind != OOMT_ACT_KILL &&
	       oomt_episode_has(ws->episode, task->pid, task->start_ns,
				OOMT_EPISODE_SPENT);
}

/*
 * One task.  The first chain that judges asks the guards too, so that its
 * strings are matched once for both; later ones find the answer.
 */
static void judge_task(const struct oomt_ruleset *rs,
		       const struct oomt_picture *pic,
		       struct oomt_workspace *ws,
		       const struct oomt_base_chain *base, u32 index,
		       enum oomt_hook hook, bool first)
{
	const struct oomt_task *task = &pic->task[index];
	struct oomt_guarded *guard = &ws->guard[index];
	const struct oomt_table *table = rs->table[base->table];
	const struct oomt_chain *chain = oomt_base_chain_get(rs, base);
	struct oomt_verdict *v = &ws->verdict[index];
	const struct oomt_action *action;
	struct oomt_vm_out said;

	ws->vm.trace = index == ws->traced ? ws->trace : NULL;
	memset(v, 0, sizeof(*v));
	v->table = base->table;
	v->rule = OOMT_NONE;
	v->action = OOMT_NONE;
	v->warn = OOMT_NONE;
	v->by = OOMT_BY_EXITING;
	if (task->flags & OOMT_TASK_EXITING)
		return;
	oomt_vm_task(&ws->vm);
	/* The answer stands for chains about other cgroups, too. */
	if (first && !always_exempt(task) &&
	    (hook != OOMT_HOOK_MEMCG || is_inside(ws, task)))
		guard_task(ws, rs, task, guard);
	v->by = OOMT_BY_SCOPE;
	if (!is_inside(ws, task) || !in_scope(ws, rs, base, task))
		return;
	v->kind = OOMT_V_EXEMPT;
	v->by = OOMT_BY_ALWAYS;
	if (always_exempt(task))
		return;
	v->warn = guard->warn;
	v->warn_table = guard->warn_table;
	v->warn_signal = guard->warn_signal;
	if (guard->exempt) {
		v->by = OOMT_BY_GUARD;
		v->table = guard->table;
		v->rule = guard->rule;
		return;
	}
	oomt_memo_run(&ws->memo, &ws->vm, base->table, base->chain, task,
		      &said);
	if (v->warn == OOMT_NONE && said.warn != OOMT_NONE) {
		v->warn = said.warn;
		v->warn_table = base->table;
		v->warn_signal = said.warn_signal;
	}
	v->by = said.result == OOMT_VM_POLICY ? OOMT_BY_POLICY : OOMT_BY_RULE;
	v->rule = said.rule;
	if (said.result == OOMT_VM_EXEMPT ||
	    (said.result == OOMT_VM_POLICY &&
	     chain->policy != OOMT_POLICY_KILL))
		return;
	v->action = said.result == OOMT_VM_KILL ? said.action :
						  chain->policy_action;
	action = &table->ACTIONS[v->action];
	if (oomt_task_knows(task, OOMT_F_OOM_SCORE_ADJ) &&
	    task->oom_score_adj == OOM_SCORE_ADJ_MIN &&
	    !(action->flags & OOMT_ACT_OVERRIDE)) {
		v->by = OOMT_BY_ALWAYS;
		v->rule = OOMT_NONE;
		return;
	}
	if (spent(ws, task, action)) {
		v->by = OOMT_BY_SPENT;
		return;
	}
	v->kind = OOMT_V_CANDIDATE;
	v->prefer = action->prefer;
	v->points = oomt_add(guard->points, said.points);
	oomt_rank_value(pic, &ws->vm.domain, chain, task, v);
}

/* ---- ranking ------------------------------------------------------------ */

/* Keeps the best few, in order, by insertion. */
static void keep_best(const struct oomt_picture *pic,
		      struct oomt_workspace *ws, u32 index)
{
	u32 at = ws->best_count;

	if (at == OOMT_RUNNERS) {
		if (!oomt_rank_before(pic, ws, index, ws->best[at - 1]))
			return;
		at--;
	} else {
		ws->best_count++;
	}
	for (; at && oomt_rank_before(pic, ws, index, ws->best[at - 1]); at--)
		ws->best[at] = ws->best[at - 1];
	ws->best[at] = index;
}

static void rank_task(const struct oomt_picture *pic,
		      struct oomt_workspace *ws, u32 index)
{
	if (ws->verdict[index].kind == OOMT_V_EXEMPT)
		ws->exempt++;
	if (ws->verdict[index].kind != OOMT_V_CANDIDATE ||
	    !oomt_units_ranks(&ws->units, index))
		return;
	ws->candidates++;
	keep_best(pic, ws, index);
}

void oomt_judge_all(const struct oomt_ruleset *rs,
		    const struct oomt_picture *pic, struct oomt_workspace *ws,
		    const struct oomt_base_chain *base, enum oomt_hook hook,
		    bool first)
{
	u32 i;

	oomt_memo_forget(&ws->memo);
	ws->best_count = 0;
	ws->candidates = 0;
	ws->exempt = 0;
	for (i = 0; i < pic->task_count; i++) {
		judge_task(rs, pic, ws, base, i, hook, first);
		if (!ws->units.of)
			rank_task(pic, ws, i);
	}
	if (!ws->units.of)
		return;
	oomt_units_form(ws, rs, pic, base, hook);
	for (i = 0; i < pic->task_count; i++)
		rank_task(pic, ws, i);
}

/* No chain has judged anybody. */
void oomt_judge_nobody(const struct oomt_picture *pic,
		       struct oomt_workspace *ws)
{
	u32 i;

	for (i = 0; i < pic->task_count; i++) {
		memset(&ws->verdict[i], 0, sizeof(ws->verdict[i]));
		ws->verdict[i].by = OOMT_BY_SCOPE;
		ws->verdict[i].rule = OOMT_NONE;
		ws->verdict[i].action = OOMT_NONE;
		ws->verdict[i].warn = OOMT_NONE;
	}
}
