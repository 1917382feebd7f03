// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Limits as buckets of tokens (language.md 4): a token comes every so many
 * nanoseconds, and is taken by a decision that acts by the rule.
 */
#include <assert.h>
#include "naive_parts.h"

/* Rules are known by their line. */
u32 naive_limit_number(const struct oomt_policy *policy, u32 line, u32 n)
{
	const struct oomt_chain_node *chain;
	const struct oomt_rule_node *rule;
	const struct oomt_stmt *stmt;
	u32 number = 0, own;

	for (chain = policy->chain; chain; chain = chain->next)
		for (rule = chain->rule; rule; rule = rule->next)
			for (own = 0, stmt = rule->stmt; stmt;
			     stmt = stmt->next) {
				if (stmt->kind != OOMT_STMT_LIMIT)
					continue;
				if (rule->span.line == line && own++ == n) {
					assert(number < NAIVE_LIMITS);
					return number;
				}
				number++;
			}
	assert(!"a limit of the policy");
	return 0;
}

u64 naive_missing_ns(const struct naive_bucket *bucket, u64 now_ns)
{
	u64 passed_ns = now_ns - bucket->at_ns;

	return passed_ns < bucket->missing_ns ?
		       bucket->missing_ns - passed_ns : 0;
}

static u64 token_ns(const struct oomt_limit *limit)
{
	return limit->per_ns / limit->count;
}

/* Whether it can miss another token, and which bucket it is. */
static bool has_token(const struct naive *n, u32 table, u32 line, u32 number,
		      const struct oomt_limit *limit,
		      struct naive_bucket **bucket)
{
	u32 at = naive_limit_number(n->ask->policy[table], line, number);

	*bucket = &n->bucket[table][at];
	return naive_missing_ns(*bucket, n->ask->pic->now_ns) +
		       token_ns(limit) <= limit->burst * token_ns(limit);
}

bool naive_limit_holds(const struct naive *n, const struct oomt_rule_node *rule,
		       const struct oomt_stmt *stmt)
{
	const struct oomt_stmt *s;
	struct naive_bucket *bucket;
	u64 missing_ns;
	u32 number = 0;

	for (s = rule->stmt; s != stmt; s = s->next)
		number += s->kind == OOMT_STMT_LIMIT;
	if (!has_token(n, n->table, rule->span.line, number, &stmt->limit,
		       &bucket)) {
		naive_note(n->in_forecast ? NOTED_LIMIT_FORECAST :
					    NOTED_LIMIT_EMPTY);
		return false;
	}
	missing_ns = naive_missing_ns(bucket, n->ask->pic->now_ns);
	naive_note(NOTED_LIMIT_HELD);
	if (missing_ns)
		naive_note(NOTED_LIMIT_BURST);
	else if (bucket->missing_ns)
		naive_note(NOTED_LIMIT_FILLED);
	return true;
}

/* One token of each limit of the rule, once. */
static void take(struct naive *n, u32 table, const struct oomt_rule_node *rule,
		 bool *taken)
{
	struct naive_bucket *bucket;
	const struct oomt_stmt *stmt;
	u32 number = 0, at;
	u64 now_ns = n->ask->pic->now_ns;

	for (stmt = rule ? rule->stmt : NULL; stmt; stmt = stmt->next) {
		if (stmt->kind != OOMT_STMT_LIMIT)
			continue;
		at = naive_limit_number(n->ask->policy[table],
					rule->span.line, number);
		if (!taken[at]) {
			/* It warned or logged before it came to its limit. */
			if (!has_token(n, table, rule->span.line, number,
				       &stmt->limit, &bucket)) {
				naive_note(NOTED_LIMIT_DEBT);
			} else {
				bucket->missing_ns = token_ns(&stmt->limit) +
					naive_missing_ns(bucket, now_ns);
				bucket->at_ns = now_ns;
				naive_note(NOTED_LIMIT_TAKEN);
			}
		}
		taken[at] = true;
		number++;
	}
}

void naive_limits_take(struct naive *n)
{
	bool taken[NAIVE_TABLES][NAIVE_LIMITS] = { 0 };
	const struct naive_answer *answer = n->answer;
	const struct naive_verdict *v;
	u32 i, t;

	v = &answer->verdict[answer->ranking[0]];
	take(n, v->table, v->rule, taken[v->table]);
	for (i = 0; i < n->ask->pic->task_count; i++) {
		v = &answer->verdict[i];
		if (v->warned.rule)
			take(n, v->warned.table, v->warned.rule,
			     taken[v->warned.table]);
	}
	for (t = 0; t < n->ask->tables; t++) {
		const struct oomt_chain_node *chain;
		const struct oomt_rule_node *rule;

		for (chain = n->ask->policy[t]->chain; chain;
		     chain = chain->next)
			for (rule = chain->rule; rule; rule = rule->next)
				if (rule->span.line < NAIVE_LINES &&
				    answer->count[t][rule->span.line].logged)
					take(n, t, rule, taken[t]);
	}
}
