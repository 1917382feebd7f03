// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Choosing: which base chain is asked, and the decision it comes to.
 * Called by the module's hooks, the proc backend, eval, tests and replay.
 * Never allocates, never waits; bounded by tasks x steps.
 */
#include "decide.h"
#include "judge.h"
#include "low.h"
#include "rank.h"

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
	oomt_judge_all(rs, pic, ws, base, c->ask->hook, c->last < 0);
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
		oomt_judge_nobody(pic, ws);
	if (out->outcome == OOMT_OUT_VICTIM || c.first < 0)
		return;
	/* Fired, but nobody may be taken: the first that fired tells. */
	if (c.last != c.first || c.last_cgroup != c.first_cgroup) {
		ws->vm.counter = NULL;
		ws->vm.log = NULL;
		bound_by(ws, pic, c.first_cgroup);
		set_domain(ws, pic, ask->hook, c.first_cgroup);
		oomt_judge_all(rs, pic, ws, &rs->base[ask->hook][c.first],
			  ask->hook, false);
	}
	fill_decision(rs, pic, ws, ask, c.first, out);
}
