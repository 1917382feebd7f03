// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Low chains: whether they fire (when, until, cooldown) and why.
 * Called by decide for every sample; allocates nothing, never waits.
 */
#include "after.h"
#include "low.h"

/* Where a base chain keeps what it remembers. */
struct memory {
	struct oomt_chain_state *chain;	/* NULL: it remembers nothing */
	u64 *since;
	u32 since_first;
};

static struct memory memory_of(const struct oomt_ruleset *rs,
			       struct oomt_workspace *ws, enum oomt_hook hook,
			       u32 index, u32 cgroup)
{
	const struct oomt_base_chain *base = &rs->base[hook][index];
	const struct oomt_table *table = rs->table[base->table];
	struct oomt_table_state *state = ws->state[base->table];
	struct memory memory = { 0 };
	struct oomt_each *each;

	if (!state)
		return memory;
	if (!(table->CHAINS[base->chain].flags & OOMT_CHAIN_EACH)) {
		memory.chain = &state->chain[base->chain];
		memory.since = state->since;
	} else if (cgroup != OOMT_NONE) {
		each = oomt_table_state_each(state, table, base->chain);
		memory.chain = oomt_each_get(each, ws->vm.pic->cgroup[cgroup].id,
					     ws->vm.pic->now_ns,
					     &memory.since);
		memory.since_first = each->for_first;
	}
	return memory;
}

struct oomt_chain_state *oomt_low_state(const struct oomt_ruleset *rs,
					struct oomt_workspace *ws,
					enum oomt_hook hook, u32 base,
					u32 cgroup)
{
	return memory_of(rs, ws, hook, base, cgroup).chain;
}

/* Where the comparisons go; asked for, nothing is remembered. */
struct reasons {
	struct oomt_reason *reason;	/* [OOMT_REASONS] */
	u32 count;
};

/* One condition, and what it is asked with. */
static enum oomt_truth run_cond(const struct oomt_ruleset *rs,
				const struct oomt_picture *pic,
				struct oomt_workspace *ws,
				const struct memory *memory, u32 table,
				u32 cgroup, u32 first, u32 len,
				const struct oomt_ask *ask,
				struct reasons *reasons)
{
	struct oomt_cond cond = {
		.table = rs->table[table],
		.pic = pic,
		.since = ask->steady ? NULL : memory->since,
		.since_first = memory->since_first,
		.vm = ask->quick ? NULL : &ws->vm,
		.vm_table = table,
		.cgroup = cgroup,
		.psi_relieved = ask->psi_relieved,
		.history_stands = reasons || ask->psi_relieved,
		.reason = reasons ? reasons->reason : NULL,
	};
	enum oomt_truth truth = oomt_cond_run(&cond, first, len);

	if (reasons)
		reasons->count = cond.reason_count;
	return truth;
}

static bool cooling(const struct oomt_chain *chain,
		    const struct oomt_chain_state *state, u64 now_ns)
{
	return state && state->acted_ns &&
	       now_ns - state->acted_ns < chain->cooldown_ms * 1000000ULL;
}

/* Killing did not help: quiet until `when` has been false once. */
static bool paused(struct oomt_chain_state *state, enum oomt_truth when)
{
	if (!state || state->fruitless < OOMT_FRUITLESS_MAX)
		return false;
	if (when == OOMT_FALSE || when == OOMT_NEUTRAL)
		state->fruitless = 0;
	return true;
}

/*
 * `when` starts a chain; after it has acted it goes on until `until` holds.
 * An `until` that is neutral (only swap, and no swap) is as if it were not
 * there: otherwise it could never stop the chain.
 */
bool oomt_low_fires(const struct oomt_ruleset *rs,
		    const struct oomt_picture *pic, struct oomt_workspace *ws,
		    u32 index, u32 cgroup, const struct oomt_ask *ask)
{
	const struct oomt_base_chain *base =
		&rs->base[OOMT_HOOK_LOW][index];
	const struct oomt_chain *chain = oomt_base_chain_get(rs, base);
	struct memory memory =
		memory_of(rs, ws, OOMT_HOOK_LOW, index, cgroup);
	struct oomt_chain_state *state = memory.chain;
	enum oomt_truth when, until;
	bool over;

	when = run_cond(rs, pic, ws, &memory, base->table, cgroup, chain->when,
			chain->when_len, ask, NULL);
	until = run_cond(rs, pic, ws, &memory, base->table, cgroup,
			 chain->until, chain->until_len, ask, NULL);
	over = until == OOMT_TRUE ||
	       (until == OOMT_NEUTRAL &&
		(when == OOMT_FALSE || when == OOMT_NEUTRAL));
	if (state && over)
		state->active = false;
	if (paused(state, when) || cooling(chain, state, pic->now_ns))
		return false;
	return when == OOMT_TRUE || when == OOMT_MAYBE ||
	       (state && state->active);
}

bool oomt_low_may_fire(const struct oomt_ruleset *rs,
		       const struct oomt_picture *pic,
		       struct oomt_workspace *ws, u32 index)
{
	const struct oomt_ask ask = { .hook = OOMT_HOOK_LOW, .quick = true };
	const struct oomt_base_chain *base =
		&rs->base[OOMT_HOOK_LOW][index];
	const struct oomt_chain *chain = oomt_base_chain_get(rs, base);
	u32 first;

	/* What it remembers of each cgroup must see this sample. */
	if (chain->flags & OOMT_CHAIN_EACH &&
	    (chain->until_len ||
	     oomt_each_fors(rs->table[base->table], chain, &first)))
		return true;
	return oomt_low_fires(rs, pic, ws, index, OOMT_NONE, &ask);
}

bool oomt_low_stopped(const struct oomt_ruleset *rs,
		      const struct oomt_picture *pic,
		      struct oomt_workspace *ws, const struct oomt_ask *ask)
{
	const struct oomt_base_chain *base =
		&rs->base[OOMT_HOOK_LOW][ws->decided_base];
	const struct oomt_chain *chain = oomt_base_chain_get(rs, base);
	u32 cgroup = ws->decided_cgroup;
	struct memory memory = memory_of(rs, ws, OOMT_HOOK_LOW,
					 ws->decided_base, cgroup);
	enum oomt_truth until;

	until = run_cond(rs, pic, ws, &memory, base->table, cgroup,
			 chain->until, chain->until_len, ask, NULL);
	if (until != OOMT_NEUTRAL)
		return until == OOMT_TRUE;
	return run_cond(rs, pic, ws, &memory, base->table, cgroup, chain->when,
			chain->when_len, ask, NULL) != OOMT_TRUE;
}

void oomt_low_sample(const struct oomt_ruleset *rs,
		     const struct oomt_picture *pic, struct oomt_workspace *ws)
{
	const struct oomt_ask ask = { .hook = OOMT_HOOK_LOW };
	u32 i, at, cgroup;

	oomt_workspace_look(ws, rs, pic, &ask);
	for (i = 0; i < rs->base_count[OOMT_HOOK_LOW]; i++)
		for (at = 0; oomt_low_run(rs, ws, i, &at, &cgroup);)
			oomt_low_fires(rs, pic, ws, i, cgroup, &ask);
}

bool oomt_low_run(const struct oomt_ruleset *rs, struct oomt_workspace *ws,
		  u32 index, u32 *at, u32 *cgroup)
{
	const struct oomt_base_chain *base =
		&rs->base[OOMT_HOOK_LOW][index];
	const struct oomt_chain *chain = oomt_base_chain_get(rs, base);
	const struct oomt_table_state *state = ws->state[base->table];

	*cgroup = OOMT_NONE;
	if (!(chain->flags & OOMT_CHAIN_EACH))
		return !(*at)++;
	if (!*at && state)
		oomt_each_sample(oomt_table_state_each(state,
						       rs->table[base->table],
						       base->chain),
				 ws->vm.pic->now_ns);
	while (*at < ws->vm.pic->cgroup_count) {
		*cgroup = ws->cgroup_order[(*at)++];
		if (oomt_vm_cgroup(&ws->vm, base->table, chain->each, *cgroup))
			return true;
	}
	return false;
}

/* One token of each limit of the rule, once per decision. */
static void take_tokens(const struct oomt_table *table,
			struct oomt_bucket *bucket, u32 rule, u64 now_ns)
{
	const struct oomt_rule *r;
	u32 i;

	if (!bucket || rule == OOMT_NONE)
		return;
	r = &table->RULES[rule];
	for (i = r->code; i < r->code + r->code_len; i++)
		if (table->INSNS[i].op == OOMT_OP_LIMIT)
			oomt_bucket_take(&bucket[table->INSNS[i].imm],
					 &table->LIMITS[table->INSNS[i].imm],
					 now_ns);
}

void oomt_limits_take(const struct oomt_ruleset *rs,
		      struct oomt_workspace *ws, u64 now_ns)
{
	const struct oomt_verdict *v;
	u32 i, t;

	for (t = 0; t < rs->table_count; t++)
		for (i = 0; ws->bucket[t] && i < rs->table[t]->LIMITS_count; i++)
			ws->bucket[t][i].taken = false;
	if (ws->best_count) {
		v = &ws->verdict[ws->best[0]];
		take_tokens(rs->table[v->table], ws->bucket[v->table], v->rule,
			    now_ns);
	}
	for (t = 0; t < rs->table_count; t++)
		for (i = 0; ws->bucket[t] && ws->log[t] &&
			    i < rs->table[t]->RULES_count; i++)
			if (ws->log[t][i].tasks)
				take_tokens(rs->table[t], ws->bucket[t], i,
					    now_ns);
	for (i = 0; i < ws->vm.pic->task_count; i++) {
		v = &ws->verdict[i];
		if (v->warn != OOMT_NONE)
			take_tokens(rs->table[v->warn_table],
				    ws->bucket[v->warn_table], v->warn,
				    now_ns);
	}
}

static void keep_limits(const struct oomt_ruleset *rs,
			const struct oomt_workspace *ws)
{
	u32 t;

	for (t = 0; t < rs->table_count; t++)
		if (ws->bucket[t] && ws->state[t])
			oomt_buckets_keep(ws->bucket[t],
					  rs->table[t]->LIMITS_count,
					  ws->state[t]->full_ns);
}

void oomt_decision_acted(const struct oomt_ruleset *rs,
			 struct oomt_workspace *ws, enum oomt_hook hook,
			 u64 now_ns)
{
	struct oomt_chain_state *state;

	if (ws->decided_base < 0)
		return;
	oomt_limits_take(rs, ws, now_ns);
	keep_limits(rs, ws);
	state = oomt_low_state(rs, ws, hook, ws->decided_base,
			       ws->decided_cgroup);
	if (!state)
		return;
	state->active = true;
	state->acted_ns = now_ns;
}

void oomt_low_explain(const struct oomt_ruleset *rs,
		      const struct oomt_picture *pic,
		      struct oomt_workspace *ws, u32 index, u32 cgroup,
		      const struct oomt_ask *ask, struct oomt_decision *out)
{
	const struct oomt_base_chain *base =
		&rs->base[OOMT_HOOK_LOW][index];
	const struct oomt_chain *chain = oomt_base_chain_get(rs, base);
	struct reasons reasons = { .reason = out->reason };
	struct memory memory =
		memory_of(rs, ws, OOMT_HOOK_LOW, index, cgroup);

	if (run_cond(rs, pic, ws, &memory, base->table, cgroup, chain->when,
		     chain->when_len, ask, &reasons) != OOMT_TRUE &&
	    chain->until_len) {
		run_cond(rs, pic, ws, &memory, base->table, cgroup,
			 chain->until, chain->until_len, ask, &reasons);
		out->flags |= OOMT_DEC_UNTIL;
	}
	out->reason_count = reasons.count;
}

enum oomt_truth oomt_low_when(const struct oomt_ruleset *rs,
			      const struct oomt_picture *pic,
			      struct oomt_workspace *ws, u32 index,
			      const struct oomt_ask *ask,
			      struct oomt_reason *reason, u32 *count,
			      u32 *cgroup)
{
	const struct oomt_base_chain *base =
		&rs->base[OOMT_HOOK_LOW][index];
	const struct oomt_chain *chain = oomt_base_chain_get(rs, base);
	struct reasons reasons = { .reason = reason };
	enum oomt_truth truth = OOMT_FALSE;
	u32 at = 0;

	oomt_workspace_look(ws, rs, pic, ask);
	*count = 0;
	while (truth != OOMT_TRUE && oomt_low_run(rs, ws, index, &at, cgroup)) {
		struct memory memory =
			memory_of(rs, ws, OOMT_HOOK_LOW, index, *cgroup);

		truth = run_cond(rs, pic, ws, &memory, base->table, *cgroup,
				 chain->when, chain->when_len, ask, &reasons);
		*count = reasons.count;
	}
	return truth;
}
