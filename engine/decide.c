// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Choosing: judge every task by guards and chain, rank, fill the decision.
 * Called by the module's hooks, the proc backend, eval, tests and replay.
 * Never allocates (but in _init), never waits; bounded by tasks x steps.
 */
#include "decide.h"
#include "amount.h"
#include "low.h"
#include "rank.h"

#define OOM_SCORE_ADJ_MIN	(-1000)

static int make_logs(struct oomt_workspace *ws, const struct oomt_ruleset *rs)
{
	u32 i;

	for (i = 0; i < rs->table_count; i++) {
		if (!rs->table[i]->logs)
			continue;
		ws->log[i] = oomt_alloc(rs->table[i]->RULES_count,
					sizeof(*ws->log[i]));
		if (!ws->log[i])
			return -ENOMEM;
	}
	return 0;
}

static int make_buckets(struct oomt_workspace *ws,
			const struct oomt_ruleset *rs)
{
	u32 i;

	for (i = 0; i < rs->table_count; i++) {
		if (!rs->table[i]->LIMITS_count)
			continue;
		ws->bucket[i] = oomt_alloc(rs->table[i]->LIMITS_count,
					   sizeof(*ws->bucket[i]));
		if (!ws->bucket[i])
			return -ENOMEM;
	}
	return 0;
}

static bool wants_kin(const struct oomt_ruleset *rs)
{
	const u64 fields = 1ULL << OOMT_F_CHILDREN | 1ULL << OOMT_F_TREE_TOTAL;

	return rs->ancestors || rs->units & 1U << OOMT_UNIT_TREE ||
	       (rs->fields | rs->order_fields) & fields;
}

/* Kinship, and a place for the classes of ancestors' strings. */
static int make_kin(struct oomt_workspace *ws, const struct oomt_ruleset *rs,
		    u32 tasks)
{
	u32 i;

	if (!wants_kin(rs))
		return 0;
	if (oomt_kin_init(&ws->kin, tasks))
		return -ENOMEM;
	for (i = 0; i < rs->table_count; i++) {
		if (!rs->table[i]->ancestors)
			continue;
		ws->vm.kin_class[i] = oomt_alloc(tasks, 2 * sizeof(u32));
		if (!ws->vm.kin_class[i])
			return -ENOMEM;
	}
	return 0;
}

/* For chains that are about one cgroup at a time. */
static int make_runs(struct oomt_workspace *ws, const struct oomt_ruleset *rs,
		     u32 cgroups)
{
	if (rs->each) {
		ws->cgroup_order = oomt_alloc(cgroups, sizeof(u32));
		if (!ws->cgroup_order)
			return -ENOMEM;
	}
	if (rs->each || rs->base_count[OOMT_HOOK_MEMCG]) {
		ws->inside = oomt_alloc(cgroups, sizeof(*ws->inside));
		if (!ws->inside)
			return -ENOMEM;
	}
	return 0;
}

int oomt_workspace_init(struct oomt_workspace *ws,
			const struct oomt_ruleset *rs, u32 tasks, u32 cgroups)
{
	memset(ws, 0, sizeof(*ws));
	ws->verdict = oomt_alloc(tasks, sizeof(*ws->verdict));
	ws->guard = oomt_alloc(tasks, sizeof(*ws->guard));
	ws->vm.cgroup_class = oomt_alloc((size_t)rs->table_count * cgroups,
					 sizeof(*ws->vm.cgroup_class));
	if (!ws->verdict || !ws->guard || !ws->vm.cgroup_class ||
	    make_logs(ws, rs) || make_buckets(ws, rs) || make_kin(ws, rs, tasks)) {
		oomt_workspace_exit(ws);
		return -ENOMEM;
	}
	if (make_runs(ws, rs, cgroups) ||
	    oomt_units_init(&ws->units, rs, tasks, cgroups)) {
		oomt_workspace_exit(ws);
		return -ENOMEM;
	}
	ws->task_capacity = tasks;
	ws->cgroup_capacity = cgroups;
	return 0;
}

void oomt_workspace_exit(struct oomt_workspace *ws)
{
	u32 i;

	oomt_free(ws->verdict);
	oomt_free(ws->guard);
	oomt_free(ws->vm.cgroup_class);
	oomt_units_exit(&ws->units);
	oomt_kin_exit(&ws->kin);
	oomt_free(ws->cgroup_order);
	oomt_free(ws->inside);
	ws->cgroup_order = NULL;
	ws->inside = NULL;
	for (i = 0; i < OOMT_TABLES_MAX; i++) {
		oomt_free(ws->log[i]);
		ws->log[i] = NULL;
		oomt_free(ws->bucket[i]);
		ws->bucket[i] = NULL;
		oomt_free(ws->vm.kin_class[i]);
		ws->vm.kin_class[i] = NULL;
	}
	ws->verdict = NULL;
	ws->guard = NULL;
	ws->vm.cgroup_class = NULL;
}

/* ---- judging ------------------------------------------------------------ */

static bool in_scope(struct oomt_workspace *ws, const struct oomt_ruleset *rs,
		     const struct oomt_base_chain *base,
		     const struct oomt_task *task)
{
	u32 table_scope = rs->table[base->table]->image->scope;
	u32 chain_scope = oomt_base_chain_get(rs, base)->scope;

	if (ws->cgroup != OOMT_NONE &&
	    (task->cgroup >= ws->vm.pic->cgroup_count ||
	     !ws->inside[task->cgroup]))
		return false;
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
		oomt_vm_run(&ws->vm, base->table, base->chain, task, &said);
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

/*
 * One task.  The first chain that judges asks the guards too, so that its
 * strings are matched once for both; later ones find the answer.
 */
static void judge_task(const struct oomt_ruleset *rs,
		       const struct oomt_picture *pic,
		       struct oomt_workspace *ws,
		       const struct oomt_base_chain *base, u32 index,
		       bool first)
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
	if (first && !always_exempt(task))
		guard_task(ws, rs, task, guard);
	v->by = OOMT_BY_SCOPE;
	if (!in_scope(ws, rs, base, task))
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
	oomt_vm_run(&ws->vm, base->table, base->chain, task, &said);
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

static void judge_all(const struct oomt_ruleset *rs,
		      const struct oomt_picture *pic,
		      struct oomt_workspace *ws,
		      const struct oomt_base_chain *base, enum oomt_hook hook,
		      bool first)
{
	u32 i;

	ws->best_count = 0;
	ws->candidates = 0;
	ws->exempt = 0;
	for (i = 0; i < pic->task_count; i++) {
		judge_task(rs, pic, ws, base, i, first);
		if (!ws->units.of)
			rank_task(pic, ws, i);
	}
	if (!ws->units.of)
		return;
	oomt_units_form(ws, rs, pic, base, hook);
	for (i = 0; i < pic->task_count; i++)
		rank_task(pic, ws, i);
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
	const struct oomt_chain *chain = oomt_base_chain_get(rs, base);
	const struct oomt_verdict *v = &ws->verdict[index];
	const struct oomt_action *action = &table->ACTIONS[v->action];
	const struct oomt_task *task = &pic->task[index];
	const struct oomt_loc *loc = v->rule == OOMT_NONE ?
			&chain->policy_loc : &table->RULES[v->rule].loc;
	struct oomt_unit_sizes sizes;

	memset(out, 0, sizeof(*out));
	out->pid = task->pid;
	out->uid = task->uid;
	out->start_ns = task->start_ns;
	memcpy(out->comm, task->comm, sizeof(out->comm));
	out->by = v->by;
	out->kind = action->kind;
	out->unit = ws->units.of ? ws->units.of[index].kind :
				   OOMT_UNIT_PROCESS;
	out->amount = action->amount;
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
	oomt_units_sizes(ws, index, &sizes);
	out->members = sizes.members;
	out->rss = sizes.rss;
	out->swap = sizes.swap;
	out->pgtables = sizes.pgtables;
}

static const char *command_of(const struct oomt_table *table,
			      const struct oomt_verdict *v)
{
	return oomt_table_string(table, table->ACTIONS[v->action].text);
}

static void fill_decision(const struct oomt_ruleset *rs,
			  const struct oomt_picture *pic,
			  struct oomt_workspace *ws,
			  const struct oomt_ask *ask, u32 index,
			  struct oomt_decision *out)
{
	const struct oomt_base_chain *base = &rs->base[ask->hook][index];
	const struct oomt_chain *chain = oomt_base_chain_get(rs, base);
	const struct oomt_table *table = rs->table[base->table];
	u32 i;

	ws->decided_base = index;
	ws->decided_cgroup = ws->cgroup;
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
		oomt_low_explain(rs, pic, ws, index, ws->cgroup, ask, out);
	if (ws->cgroup != OOMT_NONE)
		copy_text(out->cgroup, sizeof(out->cgroup),
			  pic->cgroup[ws->cgroup].path);
	out->runner_count = ws->best_count;
	for (i = 0; i < ws->best_count; i++)
		fill_victim(rs, pic, ws, base, ws->best[i], &out->runner[i]);
	if (ws->best_count)
		copy_text(out->command, sizeof(out->command),
			  command_of(table, &ws->verdict[ws->best[0]]));
}

/* Only what is in or below the cgroup is looked at; OOMT_NONE: everything. */
static void bound_by(struct oomt_workspace *ws, const struct oomt_picture *pic,
		     u32 cgroup)
{
	u32 i;

	ws->cgroup = cgroup;
	if (cgroup == OOMT_NONE)
		return;
	for (i = 0; i < pic->cgroup_count; i++)
		ws->inside[i] = oomt_path_inside(pic->cgroup[i].path,
						 pic->cgroup[cgroup].path);
}

static void link_kin(const struct oomt_ruleset *rs,
		     const struct oomt_picture *pic, struct oomt_workspace *ws)
{
	u32 i;

	ws->vm.kin = NULL;
	if (!ws->kin.capacity)
		return;
	oomt_kin_fill(&ws->kin, pic);
	ws->vm.kin = &ws->kin;
	for (i = 0; i < rs->table_count; i++)
		if (ws->vm.kin_class[i])
			memset(ws->vm.kin_class[i], 0xff,
			       pic->task_count * 2 * sizeof(u32));
}

void oomt_workspace_look(struct oomt_workspace *ws,
			 const struct oomt_ruleset *rs,
			 const struct oomt_picture *pic,
			 const struct oomt_ask *ask)
{
	u32 i, classes = rs->table_count * pic->cgroup_count;

	ws->vm.rs = rs;
	ws->vm.pic = pic;
	ws->vm.domain = oomt_domain_of(pic);
	link_kin(rs, pic, ws);
	if (ws->cgroup_order)
		oomt_each_sort(pic, ws->cgroup_order);
	for (i = 0; i < classes; i++)
		ws->vm.cgroup_class[i] = OOMT_CLASS_UNSET;
	for (i = 0; i < rs->table_count; i++)
		ws->counter[i] = ws->state[i] ? ws->state[i]->counter : NULL;
	ws->vm.counter = ask->again ? NULL : ws->counter;
	/* A forecast goes on with what its steps have left. */
	for (i = 0; i < rs->table_count && !ask->psi_relieved; i++)
		if (ws->bucket[i])
			oomt_buckets_fill(ws->bucket[i],
					  rs->table[i]->LIMITS_count,
					  ws->state[i] ?
					  ws->state[i]->full_ns : NULL);
	ws->vm.bucket = ws->bucket;
	for (i = 0; i < rs->table_count; i++)
		if (ws->log[i])
			memset(ws->log[i], 0, rs->table[i]->RULES_count *
					      sizeof(*ws->log[i]));
	ws->vm.log = ws->log;
}

static void prepare(const struct oomt_ruleset *rs,
		    const struct oomt_picture *pic,
		    const struct oomt_ask *ask, struct oomt_workspace *ws,
		    struct oomt_decision *out)
{
	memset(out, 0, sizeof(*out));
	out->size = sizeof(*out);
	out->hook = ask->hook;
	out->generation = rs->generation;
	out->at_ns = pic->now_ns;
	out->tasks = pic->task_count;
	out->metrics_known = pic->metrics_known;
	memcpy(out->metric, pic->metric, sizeof(out->metric));
	ws->decided_base = -1;
	ws->decided_cgroup = OOMT_NONE;
	ws->best_count = 0;
	oomt_workspace_look(ws, rs, pic, ask);
	bound_by(ws, pic, OOMT_NONE);
}

/* No chain has judged anybody. */
static void judge_nobody(const struct oomt_picture *pic,
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

/* ---- one run of one base chain ------------------------------------------ */

/* In hook memcg the limit that was hit is the domain of percentages. */
static void set_domain(struct oomt_workspace *ws,
		       const struct oomt_picture *pic, enum oomt_hook hook,
		       u32 cgroup)
{
	ws->vm.domain = oomt_domain_of(pic);
	if (hook == OOMT_HOOK_MEMCG && cgroup != OOMT_NONE &&
	    oomt_cgroup_knows(&pic->cgroup[cgroup], OOMT_CM_MEMORY_MAX) &&
	    pic->cgroup[cgroup].metric[OOMT_CM_MEMORY_MAX] < OOMT_NO_LIMIT)
		ws->vm.domain.mem_total =
			pic->cgroup[cgroup].metric[OOMT_CM_MEMORY_MAX];
}

/* Whether a memcg chain is about the cgroup that was hit. */
static bool names_cgroup(struct oomt_workspace *ws,
			 const struct oomt_ruleset *rs,
			 const struct oomt_base_chain *base, u32 cgroup)
{
	u32 table_scope = rs->table[base->table]->image->scope;
	u32 chain_scope = oomt_base_chain_get(rs, base)->scope;

	if (cgroup == OOMT_NONE)
		return false;
	return (table_scope == OOMT_NONE ||
		oomt_vm_cgroup(&ws->vm, base->table, table_scope, cgroup)) &&
	       (chain_scope == OOMT_NONE ||
		oomt_vm_cgroup(&ws->vm, base->table, chain_scope, cgroup));
}

/* What the chains of one hook have come to so far. */
struct choosing {
	const struct oomt_ask *ask;
	struct oomt_decision *out;
	s64 first, last;	/* chain that fired first, that judged last */
	u32 first_cgroup, last_cgroup;
};

/* The chain has fired: judge, and decide if it has a candidate. */
static void run_fired(const struct oomt_ruleset *rs,
		      const struct oomt_picture *pic,
		      struct oomt_workspace *ws, struct choosing *c, u32 index,
		      u32 cgroup)
{
	const struct oomt_base_chain *base = &rs->base[c->ask->hook][index];
	bool dry = oomt_base_chain_get(rs, base)->flags & OOMT_CHAIN_DRY;

	bound_by(ws, pic, cgroup);
	set_domain(ws, pic, c->ask->hook, cgroup);
	judge_all(rs, pic, ws, base, c->ask->hook, c->last < 0);
	c->last = index;
	c->last_cgroup = cgroup;
	if (dry && !c->ask->one_base)
		return;
	if (c->first < 0) {
		c->first = index;
		c->first_cgroup = cgroup;
	}
	if (ws->best_count)
		fill_decision(rs, pic, ws, c->ask, index, c->out);
}

static void run_low(const struct oomt_ruleset *rs,
		    const struct oomt_picture *pic, struct oomt_workspace *ws,
		    struct choosing *c, u32 index)
{
	u32 at = 0, cgroup;

	/* Conditions of all chains see every sample. */
	while (oomt_low_run(rs, ws, index, &at, &cgroup))
		if (oomt_low_fires(rs, pic, ws, index, cgroup, c->ask) &&
		    c->out->outcome != OOMT_OUT_VICTIM)
			run_fired(rs, pic, ws, c, index, cgroup);
}

static void run_chain(const struct oomt_ruleset *rs,
		      const struct oomt_picture *pic,
		      struct oomt_workspace *ws, struct choosing *c, u32 index)
{
	const struct oomt_ask *ask = c->ask;
	u32 cgroup = ask->cgroup - 1;		/* 0: OOMT_NONE */

	if (ask->one_base) {
		if (index == ask->base)
			run_fired(rs, pic, ws, c, index, cgroup);
	} else if (ask->hook == OOMT_HOOK_LOW) {
		run_low(rs, pic, ws, c, index);
	} else if (c->out->outcome != OOMT_OUT_VICTIM &&
		   (ask->hook != OOMT_HOOK_MEMCG ||
		    names_cgroup(ws, rs, &rs->base[ask->hook][index],
				 cgroup))) {
		run_fired(rs, pic, ws, c, index, cgroup);
	}
}

void oomt_decide(const struct oomt_ruleset *rs, const struct oomt_picture *pic,
		 const struct oomt_ask *ask, struct oomt_workspace *ws,
		 struct oomt_decision *out)
{
	struct choosing c = {
		.ask = ask, .out = out, .first = -1, .last = -1,
	};
	u32 i;

	prepare(rs, pic, ask, ws, out);
	for (i = 0; i < rs->base_count[ask->hook]; i++)
		run_chain(rs, pic, ws, &c, i);
	if (c.last < 0)
		judge_nobody(pic, ws);
	if (out->outcome == OOMT_OUT_VICTIM || c.first < 0)
		return;
	/* Fired, but nobody may be taken: the first that fired tells. */
	if (c.last != c.first || c.last_cgroup != c.first_cgroup) {
		ws->vm.counter = NULL;
		ws->vm.log = NULL;
		bound_by(ws, pic, c.first_cgroup);
		set_domain(ws, pic, ask->hook, c.first_cgroup);
		judge_all(rs, pic, ws, &rs->base[ask->hook][c.first],
			  ask->hook, false);
	}
	fill_decision(rs, pic, ws, ask, c.first, out);
}
