// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Choosing: judge every task by guards and chain, rank, fill the decision.
 * Called by the module's hooks, the proc backend, eval, tests and replay.
 * Never allocates (but in _init), never waits; bounded by tasks x steps.
 */
#include "decide.h"
#include "amount.h"
#include "names.h"

#define OOM_SCORE_ADJ_MIN	(-1000)
#define NS_PER_S		1000000000LL

int oomt_workspace_init(struct oomt_workspace *ws,
			const struct oomt_ruleset *rs, u32 tasks, u32 cgroups)
{
	memset(ws, 0, sizeof(*ws));
	ws->verdict = oomt_alloc(tasks, sizeof(*ws->verdict));
	ws->guard = oomt_alloc(tasks, sizeof(*ws->guard));
	ws->vm.cgroup_class = oomt_alloc((size_t)rs->table_count * cgroups,
					 sizeof(*ws->vm.cgroup_class));
	if (!ws->verdict || !ws->guard || !ws->vm.cgroup_class) {
		oomt_workspace_exit(ws);
		return -ENOMEM;
	}
	ws->task_capacity = tasks;
	ws->cgroup_capacity = cgroups;
	return 0;
}

void oomt_workspace_exit(struct oomt_workspace *ws)
{
	oomt_free(ws->verdict);
	oomt_free(ws->guard);
	oomt_free(ws->vm.cgroup_class);
	ws->verdict = NULL;
	ws->guard = NULL;
	ws->vm.cgroup_class = NULL;
}

static const struct oomt_chain *chain_of(const struct oomt_ruleset *rs,
					 const struct oomt_base_chain *base)
{
	return &rs->table[base->table]->CHAINS[base->chain];
}

/* ---- low: when, until, cooldown ----------------------------------------- */

/* One condition, of the table's state if there is any. */
static enum oomt_truth run_cond(const struct oomt_ruleset *rs,
				const struct oomt_picture *pic,
				struct oomt_workspace *ws, u32 table,
				u32 first, u32 len, const struct oomt_ask *ask,
				struct oomt_decision *out)
{
	struct oomt_table_state *state = ws->state[table];
	struct oomt_cond cond = {
		.table = rs->table[table],
		.pic = pic,
		.since = state && !ask->steady ? state->since : NULL,
		.psi_relieved = ask->psi_relieved,
		.history_stands = out || ask->psi_relieved,
		.reason = out ? out->reason : NULL,
	};
	enum oomt_truth truth = oomt_cond_run(&cond, first, len);

	if (out)
		out->reason_count = cond.reason_count;
	return truth;
}

static struct oomt_chain_state *state_of(const struct oomt_workspace *ws,
					 const struct oomt_base_chain *base)
{
	struct oomt_table_state *state = ws->state[base->table];

	return state ? &state->chain[base->chain] : NULL;
}

static bool cooling(const struct oomt_chain *chain,
		    const struct oomt_chain_state *state, u64 now_ns)
{
	return state && state->acted_ns &&
	       now_ns - state->acted_ns < chain->cooldown_ms * 1000000ULL;
}

/*
 * `when` starts a chain; after it has acted it goes on until `until` holds.
 * An `until` that is neutral (only swap, and no swap) is as if it were not
 * there: otherwise it could never stop the chain.
 */
bool oomt_low_fires(const struct oomt_ruleset *rs,
		    const struct oomt_picture *pic, struct oomt_workspace *ws,
		    u32 index, const struct oomt_ask *ask)
{
	const struct oomt_base_chain *base =
		&rs->base[OOMT_HOOK_LOW][index];
	const struct oomt_chain *chain = chain_of(rs, base);
	struct oomt_chain_state *state = state_of(ws, base);
	enum oomt_truth when, until;

	when = run_cond(rs, pic, ws, base->table, chain->when, chain->when_len,
			ask, NULL);
	until = run_cond(rs, pic, ws, base->table, chain->until,
			 chain->until_len, ask, NULL);
	if (state && state->active &&
	    (until == OOMT_TRUE ||
	     (until == OOMT_NEUTRAL && when != OOMT_TRUE)))
		state->active = false;
	if (cooling(chain, state, pic->now_ns))
		return false;
	return when == OOMT_TRUE || (state && state->active);
}

void oomt_low_sample(const struct oomt_ruleset *rs,
		     const struct oomt_picture *pic, struct oomt_workspace *ws)
{
	const struct oomt_ask ask = { .hook = OOMT_HOOK_LOW };
	u32 i;

	for (i = 0; i < rs->base_count[OOMT_HOOK_LOW]; i++)
		oomt_low_fires(rs, pic, ws, i, &ask);
}

void oomt_decision_acted(const struct oomt_ruleset *rs,
			 struct oomt_workspace *ws, enum oomt_hook hook,
			 u64 now_ns)
{
	struct oomt_chain_state *state;

	if (ws->decided_base < 0)
		return;
	state = state_of(ws, &rs->base[hook][ws->decided_base]);
	if (!state)
		return;
	state->active = true;
	state->acted_ns = now_ns;
}

/* Why the low chain fired: the comparisons of `when`, or else of `until`. */
static void explain(const struct oomt_ruleset *rs,
		    const struct oomt_picture *pic, struct oomt_workspace *ws,
		    const struct oomt_base_chain *base,
		    const struct oomt_ask *ask, struct oomt_decision *out)
{
	const struct oomt_chain *chain = chain_of(rs, base);

	if (run_cond(rs, pic, ws, base->table, chain->when, chain->when_len,
		     ask, out) == OOMT_TRUE || !chain->until_len)
		return;
	run_cond(rs, pic, ws, base->table, chain->until, chain->until_len, ask,
		 out);
	out->flags |= OOMT_DEC_UNTIL;
}

/* ---- judging ------------------------------------------------------------ */

static bool in_scope(struct oomt_workspace *ws, const struct oomt_ruleset *rs,
		     const struct oomt_base_chain *base,
		     const struct oomt_task *task)
{
	u32 table_scope = rs->table[base->table]->image->scope;
	u32 chain_scope = chain_of(rs, base)->scope;

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
	for (i = 0; i < rs->base_count[OOMT_HOOK_GUARD]; i++) {
		const struct oomt_base_chain *base =
			&rs->base[OOMT_HOOK_GUARD][i];
		bool dry = chain_of(rs, base)->flags & OOMT_CHAIN_DRY;
		struct oomt_vm_out said;

		if (!in_scope(ws, rs, base, task))
			continue;
		oomt_vm_run(&ws->vm, base->table, base->chain, task, &said);
		if (dry)
			continue;
		guard->points = oomt_add(guard->points, said.points);
		if (said.result == OOMT_VM_EXEMPT) {
			guard->exempt = true;
			guard->table = base->table;
			guard->rule = said.rule;
			return;
		}
	}
}

static void guard_all(const struct oomt_ruleset *rs,
		      const struct oomt_picture *pic,
		      struct oomt_workspace *ws)
{
	u32 i;

	for (i = 0; i < pic->task_count; i++) {
		const struct oomt_task *task = &pic->task[i];

		if (task->flags & OOMT_TASK_EXITING || always_exempt(task))
			continue;
		oomt_vm_task(&ws->vm);
		guard_task(ws, rs, task, &ws->guard[i]);
	}
}

/* Order-by value plus score, in the field's unit (language.md 4, Choosing). */
static void value_task(const struct oomt_picture *pic,
		       const struct oomt_domain *domain,
		       const struct oomt_chain *chain,
		       const struct oomt_task *task, struct oomt_verdict *v)
{
	s64 field, points = v->points;

	v->value_known = oomt_field_get(pic, task, chain->order, &field);
	if (chain->flags & OOMT_CHAIN_ASC)
		field = -field;
	switch (oomt_field_type(chain->order)) {
	case OOMT_T_SIZE:
	case OOMT_T_RATE:
		points = domain->mem_total < 0 ? 0 :
			 oomt_muldiv(domain->mem_total, points, 1000);
		break;
	case OOMT_T_TIME:
		points = oomt_muldiv(points, NS_PER_S, 1);
		break;
	default:
		break;
	}
	v->value = oomt_add(field, points);
}

s64 oomt_rank_score(const struct oomt_domain *domain, enum oomt_field order,
		    s64 value)
{
	switch (oomt_field_type(order)) {
	case OOMT_T_SIZE:
	case OOMT_T_RATE:
		return domain->mem_total > 0 ?
			       oomt_muldiv(value, 1000, domain->mem_total) : 0;
	case OOMT_T_TIME:
		return value / NS_PER_S;
	default:
		return value;
	}
}

static void judge_task(const struct oomt_ruleset *rs,
		       const struct oomt_picture *pic,
		       struct oomt_workspace *ws,
		       const struct oomt_base_chain *base, u32 index)
{
	const struct oomt_task *task = &pic->task[index];
	const struct oomt_guarded *guard = &ws->guard[index];
	const struct oomt_table *table = rs->table[base->table];
	const struct oomt_chain *chain = chain_of(rs, base);
	struct oomt_verdict *v = &ws->verdict[index];
	const struct oomt_action *action;
	struct oomt_vm_out said;

	memset(v, 0, sizeof(*v));
	v->table = base->table;
	v->rule = OOMT_NONE;
	v->action = OOMT_NONE;
	v->by = OOMT_BY_EXITING;
	if (task->flags & OOMT_TASK_EXITING)
		return;
	oomt_vm_task(&ws->vm);
	v->by = OOMT_BY_SCOPE;
	if (!in_scope(ws, rs, base, task))
		return;
	v->kind = OOMT_V_EXEMPT;
	v->by = OOMT_BY_ALWAYS;
	if (always_exempt(task))
		return;
	if (guard->exempt) {
		v->by = OOMT_BY_GUARD;
		v->table = guard->table;
		v->rule = guard->rule;
		return;
	}
	oomt_vm_run(&ws->vm, base->table, base->chain, task, &said);
	v->by = said.result == OOMT_VM_POLICY ? OOMT_BY_POLICY : OOMT_BY_RULE;
	v->rule = said.rule;
	if (said.result == OOMT_VM_EXEMPT ||
	    (said.result == OOMT_VM_POLICY &&
	     chain->policy != OOMT_POLICY_KILL))
		return;
	v->action = said.result == OOMT_VM_KILL ? said.action :
						  chain->policy_action;
	action = &table->ACTIONS[v->action];
	if (task->oom_score_adj == OOM_SCORE_ADJ_MIN &&
	    !(action->flags & OOMT_ACT_OVERRIDE)) {
		v->by = OOMT_BY_ALWAYS;
		v->rule = OOMT_NONE;
		return;
	}
	v->kind = OOMT_V_CANDIDATE;
	v->prefer = action->prefer;
	v->points = oomt_add(guard->points, said.points);
	value_task(pic, &ws->vm.domain, chain, task, v);
}

/* ---- ranking ------------------------------------------------------------ */

bool oomt_rank_before(const struct oomt_picture *pic,
		      const struct oomt_workspace *ws, u32 a, u32 b)
{
	const struct oomt_verdict *va = &ws->verdict[a], *vb = &ws->verdict[b];
	const struct oomt_task *ta = &pic->task[a], *tb = &pic->task[b];

	if (va->prefer != vb->prefer)
		return va->prefer > vb->prefer;
	if (va->value_known != vb->value_known)
		return va->value_known;
	if (va->value != vb->value)
		return va->value > vb->value;
	if (ta->start_ns != tb->start_ns)
		return ta->start_ns > tb->start_ns;
	return ta->pid > tb->pid;
}

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

static void judge_all(const struct oomt_ruleset *rs,
		      const struct oomt_picture *pic,
		      struct oomt_workspace *ws,
		      const struct oomt_base_chain *base)
{
	u32 i;

	ws->best_count = 0;
	ws->candidates = 0;
	ws->exempt = 0;
	for (i = 0; i < pic->task_count; i++) {
		judge_task(rs, pic, ws, base, i);
		if (ws->verdict[i].kind == OOMT_V_CANDIDATE) {
			ws->candidates++;
			keep_best(pic, ws, i);
		} else if (ws->verdict[i].kind == OOMT_V_EXEMPT) {
			ws->exempt++;
		}
	}
}

/* ---- the decision ------------------------------------------------------- */

static void copy_text(char *to, size_t size, const char *from)
{
	size_t len = strlen(from);

	if (len >= size)
		len = size - 1;
	memcpy(to, from, len);
	to[len] = '\0';
}

static void fill_victim(const struct oomt_ruleset *rs,
			const struct oomt_picture *pic,
			const struct oomt_workspace *ws,
			const struct oomt_base_chain *base, u32 index,
			struct oomt_victim *out)
{
	const struct oomt_table *table = rs->table[base->table];
	const struct oomt_chain *chain = chain_of(rs, base);
	const struct oomt_verdict *v = &ws->verdict[index];
	const struct oomt_action *action = &table->ACTIONS[v->action];
	const struct oomt_task *task = &pic->task[index];
	const struct oomt_loc *loc = v->rule == OOMT_NONE ?
			&chain->policy_loc : &table->RULES[v->rule].loc;

	memset(out, 0, sizeof(*out));
	out->pid = task->pid;
	out->uid = task->uid;
	out->start_ns = task->start_ns;
	memcpy(out->comm, task->comm, sizeof(out->comm));
	out->by = v->by;
	out->kind = action->kind;
	out->unit = action->unit;
	out->signal = action->signal;
	out->grace_ms = action->grace_ms;
	out->prefer = v->prefer;
	out->oom_score_adj = task->oom_score_adj;
	out->line = loc->line;
	out->rule = v->rule;
	copy_text(out->file, sizeof(out->file),
		  oomt_table_string(table, loc->file));
	out->points = v->points;
	out->value = v->value;
	out->score = oomt_rank_score(&ws->vm.domain, chain->order, v->value);
	out->rss = task->rss;
	out->swap = task->swap;
	out->pgtables = task->pgtables;
}

static void fill_decision(const struct oomt_ruleset *rs,
			  const struct oomt_picture *pic,
			  struct oomt_workspace *ws,
			  const struct oomt_ask *ask, u32 index,
			  struct oomt_decision *out)
{
	const struct oomt_base_chain *base = &rs->base[ask->hook][index];
	const struct oomt_chain *chain = chain_of(rs, base);
	const struct oomt_table *table = rs->table[base->table];
	u32 i;

	ws->decided_base = index;
	out->outcome = ws->best_count ? OOMT_OUT_VICTIM :
					OOMT_OUT_NO_CANDIDATE;
	out->deadline_ms = chain->deadline_ms;
	if (chain->flags & OOMT_CHAIN_FALLBACK_KERNEL)
		out->flags |= OOMT_DEC_FALLBACK_KERNEL;
	out->candidates = ws->candidates;
	out->exempt = ws->exempt;
	copy_text(out->table, sizeof(out->table), oomt_table_name(table));
	copy_text(out->chain, sizeof(out->chain),
		  oomt_table_string(table, chain->name));
	if (ask->hook == OOMT_HOOK_LOW)
		explain(rs, pic, ws, base, ask, out);
	out->runner_count = ws->best_count;
	for (i = 0; i < ws->best_count; i++)
		fill_victim(rs, pic, ws, base, ws->best[i], &out->runner[i]);
}

static void prepare(const struct oomt_ruleset *rs,
		    const struct oomt_picture *pic,
		    const struct oomt_ask *ask, struct oomt_workspace *ws,
		    struct oomt_decision *out)
{
	u32 i, classes = rs->table_count * pic->cgroup_count;

	memset(out, 0, sizeof(*out));
	out->size = sizeof(*out);
	out->hook = ask->hook;
	out->generation = rs->generation;
	out->at_ns = pic->now_ns;
	out->tasks = pic->task_count;
	out->metrics_known = pic->metrics_known;
	memcpy(out->metric, pic->metric, sizeof(out->metric));
	ws->decided_base = -1;
	ws->best_count = 0;
	ws->vm.rs = rs;
	ws->vm.pic = pic;
	ws->vm.domain = oomt_domain_of(pic);
	for (i = 0; i < classes; i++)
		ws->vm.cgroup_class[i] = OOMT_CLASS_UNSET;
	for (i = 0; i < pic->task_count; i++) {
		memset(&ws->verdict[i], 0, sizeof(ws->verdict[i]));
		ws->verdict[i].by = OOMT_BY_SCOPE;
		ws->verdict[i].rule = OOMT_NONE;
		ws->verdict[i].action = OOMT_NONE;
	}
	for (i = 0; i < rs->table_count; i++)
		ws->counter[i] = ws->state[i] ? ws->state[i]->counter : NULL;
	ws->vm.counter = ws->counter;
}

/* Whether the base chain is to be judged now. */
static bool fires(const struct oomt_ruleset *rs,
		  const struct oomt_picture *pic, struct oomt_workspace *ws,
		  const struct oomt_ask *ask, u32 index)
{
	if (ask->one_base)
		return index == ask->base;
	return ask->hook != OOMT_HOOK_LOW ||
	       oomt_low_fires(rs, pic, ws, index, ask);
}

void oomt_decide(const struct oomt_ruleset *rs, const struct oomt_picture *pic,
		 const struct oomt_ask *ask, struct oomt_workspace *ws,
		 struct oomt_decision *out)
{
	s64 first = -1, last = -1;
	bool guarded = false;
	u32 i;

	prepare(rs, pic, ask, ws, out);
	for (i = 0; i < rs->base_count[ask->hook]; i++) {
		const struct oomt_base_chain *base = &rs->base[ask->hook][i];
		bool dry = chain_of(rs, base)->flags & OOMT_CHAIN_DRY;

		/* Conditions of all chains see every sample. */
		if (!fires(rs, pic, ws, ask, i) ||
		    out->outcome == OOMT_OUT_VICTIM)
			continue;
		if (!guarded)
			guard_all(rs, pic, ws);
		guarded = true;
		judge_all(rs, pic, ws, base);
		last = i;
		if (dry && !ask->one_base)
			continue;
		if (first < 0)
			first = i;
		if (ws->best_count)
			fill_decision(rs, pic, ws, ask, i, out);
	}
	if (out->outcome == OOMT_OUT_VICTIM || first < 0)
		return;
	/* Fired, but nobody may be taken: the first that fired tells. */
	if (last != first) {
		ws->vm.counter = NULL;
		judge_all(rs, pic, ws, &rs->base[ask->hook][first]);
	}
	fill_decision(rs, pic, ws, ask, first, out);
}
