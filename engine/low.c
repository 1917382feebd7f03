// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Low chains: whether they fire (when, until, cooldown) and why.
 * Called by decide for every sample; allocates nothing, never waits.
 */
#include "after.h"
#include "low.h"

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

/* Killing did not help: quiet until `when` has been false once. */
static bool paused(struct oomt_chain_state *state, enum oomt_truth when)
{
	if (!state || state->fruitless < OOMT_FRUITLESS_MAX)
		return false;
	if (when != OOMT_TRUE)
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
		    u32 index, const struct oomt_ask *ask)
{
	const struct oomt_base_chain *base =
		&rs->base[OOMT_HOOK_LOW][index];
	const struct oomt_chain *chain = oomt_base_chain_get(rs, base);
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
	if (paused(state, when) || cooling(chain, state, pic->now_ns))
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
	state = state_of(ws, &rs->base[hook][ws->decided_base]);
	if (!state)
		return;
	state->active = true;
	state->acted_ns = now_ns;
}

void oomt_low_explain(const struct oomt_ruleset *rs,
		      const struct oomt_picture *pic,
		      struct oomt_workspace *ws, u32 index,
		      const struct oomt_ask *ask, struct oomt_decision *out)
{
	const struct oomt_base_chain *base =
		&rs->base[OOMT_HOOK_LOW][index];
	const struct oomt_chain *chain = oomt_base_chain_get(rs, base);

	if (run_cond(rs, pic, ws, base->table, chain->when, chain->when_len,
		     ask, out) == OOMT_TRUE || !chain->until_len)
		return;
	run_cond(rs, pic, ws, base->table, chain->until, chain->until_len, ask,
		 out);
	out->flags |= OOMT_DEC_UNTIL;
}
