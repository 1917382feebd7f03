// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The order of resolving: sets first (rules refer to them), then every chain's
 * header and rules, then the calls between chains.  An error in one part never
 * keeps another from being looked at.
 */
#include <string.h>
#include "names.h"
#include "resolve.h"

static void resolve_rule(struct oomt_resolve *r, struct oomt_rule_node *rule)
{
	const struct oomt_stmt *stmt;
	struct oomt_match *match;

	for (stmt = rule->stmt; stmt; stmt = stmt->next)
		if (stmt->kind == OOMT_STMT_LIMIT &&
		    ++r->limits == OOMT_LIMITS_MAX + 1)
			oomt_diag_add(r->diags, OOMT_ERROR, "too-many",
				      stmt->span,
				      "a table has at most %d limits",
				      OOMT_LIMITS_MAX);
	for (match = rule->match; match; match = match->next)
		oomt_resolve_match(r, match);
}

static void check_limits(struct oomt_resolve *r)
{
	struct oomt_chain_node *chain;
	u32 rules = 0;

	for (chain = r->policy->chain; chain; chain = chain->next) {
		rules += chain->rule_count;
		if (rules > OOMT_RULES_MAX) {
			oomt_diag_add(r->diags, OOMT_ERROR, "too-many",
				      chain->name_span,
				      "a table has at most %d rules",
				      OOMT_RULES_MAX);
			break;
		}
	}
	if (r->policy->chain_count > OOMT_CHAINS_MAX)
		oomt_diag_add(r->diags, OOMT_ERROR, "too-many",
			      r->policy->chain_last->name_span,
			      "a table has at most %d chains",
			      OOMT_CHAINS_MAX);
}

int oomt_resolve(struct oomt_policy *policy, unsigned int flags,
		 struct oomt_diags *diags)
{
	struct oomt_resolve r = {
		.policy = policy,
		.diags = diags,
		.flags = flags,
	};
	struct oomt_chain_node *chain;
	struct oomt_rule_node *rule;
	struct oomt_set_node *set;

	for (set = policy->set; set; set = set->next)
		oomt_resolve_set(&r, set);
	if (policy->scope)
		oomt_resolve_scope(&r, policy->scope);
	for (chain = policy->chain; chain; chain = chain->next) {
		if (oomt_resolve_header(&r, chain))
			return -ENOMEM;
		for (rule = chain->rule; rule; rule = rule->next)
			resolve_rule(&r, rule);
	}
	check_limits(&r);
	return oomt_resolve_calls(&r);
}
