// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Lint of a whole policy: what is unused, what can never choose anybody, and
 * then every part on its own.  Called by `oomctl check`.
 */
#include <stdlib.h>
#include "lint.h"
#include "names.h"
#include "ruleset.h"

static void lint_unused(struct oomt_lint *lint)
{
	const struct oomt_chain_node *chain;
	const struct oomt_set_node *set;

	u32 i;

	for (i = 0; i < lint->policy->define_count; i++)
		if (!lint->policy->define[i]->uses)
			oomt_lint_warn(lint, "unused",
				       lint->policy->define[i]->name_span,
				       "define %s is not used",
				       lint->policy->define[i]->name);
	for (set = lint->policy->set; set; set = set->next)
		if (!set->uses)
			oomt_lint_warn(lint, "unused", set->name_span,
				       "set %s is not used", set->name);
	for (chain = lint->policy->chain; chain; chain = chain->next)
		if (chain->header.hook == OOMT_HOOK_NONE && !chain->calls)
			oomt_lint_warn(lint, "unused", chain->name_span,
				       "chain %s has no hook and nothing jumps to it",
				       chain->name);
}

/* ---- who can be chosen --------------------------------------------------- */

/* Whether some rule can make a candidate, before all tasks are decided. */
static bool rules_kill(const struct oomt_lint *lint,
		       const struct oomt_chain_node *chain, bool *decided)
{
	const struct oomt_rule_node *rule;

	*decided = false;
	for (rule = chain->rule; rule; rule = rule->next) {
		if (oomt_verdict_is(&rule->verdict, OOMT_VERDICT_KILL))
			return true;
		if (oomt_rule_calls(rule) &&
		    lint->kills[rule->verdict.target->index])
			return true;
		if (rule->match || !oomt_rule_ends(rule))
			continue;
		*decided = rule->verdict.word == OOMT_VERDICT_EXEMPT;
		return false;
	}
	return false;
}

static void lint_candidates(struct oomt_lint *lint)
{
	u32 i = lint->policy->chain_count;
	bool decided;

	/* A chain calls only chains behind it. */
	while (i-- > 0) {
		const struct oomt_chain_node *chain = lint->policy->order[i];
		const struct oomt_header *header = &chain->header;

		lint->kills[i] = rules_kill(lint, chain, &decided);
		if (header->hook < OOMT_HOOK_LOW || lint->kills[i])
			continue;
		if (header->policy.word != OOMT_VERDICT_KILL)
			oomt_lint_warn(lint, "no-candidate", chain->name_span,
				       "chain %s can never choose anybody: its policy is exempt and no rule of it kills",
				       chain->name);
		else if (decided)
			oomt_lint_warn(lint, "no-candidate", chain->name_span,
				       "chain %s can never choose anybody: a rule exempts everything before its policy",
				       chain->name);
	}
}

/* ---- behind what chains are entered -------------------------------------- */

/* A match that a process cannot meet by taking a name. */
static bool is_identity(const struct oomt_match *match)
{
	switch (match->field) {
	case OOMT_F_UID:
	case OOMT_F_GID:
	case OOMT_F_CGROUP:
	case OOMT_F_EXE:
	case OOMT_F_PID:
	case OOMT_F_PPID:
	case OOMT_F_SESSION:
	case OOMT_F_OOM_SCORE_ADJ:
		return true;
	default:
		return false;
	}
}

static bool has_identity(const struct oomt_rule_node *rule)
{
	const struct oomt_match *match;

	for (match = rule->match; match; match = match->next)
		if (is_identity(match))
			return true;
	return false;
}

static void guarded_find(struct oomt_lint *lint)
{
	const struct oomt_rule_node *rule;
	u32 i;

	for (i = 0; i < lint->policy->chain_count; i++)
		lint->guarded[i] = lint->policy->order[i]->header.hook ==
				   OOMT_HOOK_NONE;
	for (i = 0; i < lint->policy->chain_count; i++) {
		rule = lint->policy->order[i]->rule;
		for (; rule; rule = rule->next)
			if (oomt_rule_calls(rule) &&
			    !lint->guarded[i] && !has_identity(rule))
				lint->guarded[rule->verdict.target->index] =
					false;
	}
}

static void lint_names_alone(struct oomt_lint *lint,
			     const struct oomt_chain_node *chain)
{
	const struct oomt_rule_node *rule;
	const struct oomt_match *match;

	if (lint->guarded[chain->index])
		return;
	for (rule = chain->rule; rule; rule = rule->next) {
		if (!oomt_verdict_is(&rule->verdict, OOMT_VERDICT_EXEMPT) ||
		    has_identity(rule))
			continue;
		for (match = rule->match; match; match = match->next) {
			if ((match->field != OOMT_F_COMM &&
			     match->field != OOMT_F_CMDLINE) ||
			    match->cmp != OOMT_CMP_EQ)
				continue;
			oomt_lint_warn(lint, "comm-alone", match->span,
				       "exempt by name alone: any process can take a name; add uid or cgroup");
			break;
		}
	}
}

void oomt_policy_lint(const struct oomt_policy *policy,
		      struct oomt_diags *diags)
{
	struct oomt_lint lint = { .policy = policy, .diags = diags };
	const struct oomt_chain_node *chain;
	const struct oomt_set_node *set;

	/* Half a policy would be full of things that look unused. */
	if (diags->errors || !policy->order)
		return;
	lint.guarded = calloc(policy->chain_count + 1, sizeof(bool));
	lint.kills = calloc(policy->chain_count + 1, sizeof(bool));
	if (!lint.guarded || !lint.kills) {
		diags->out_of_memory = true;
	} else {
		lint_unused(&lint);
		lint_candidates(&lint);
		guarded_find(&lint);
		for (set = policy->set; set; set = set->next)
			oomt_lint_elems(&lint, set->field, set->elem);
		oomt_lint_scope(&lint, policy->scope);
		for (chain = policy->chain; chain; chain = chain->next) {
			oomt_lint_scope(&lint, chain->header.scope);
			lint_names_alone(&lint, chain);
			oomt_lint_rules(&lint, chain);
			oomt_lint_conds(&lint, &chain->header);
		}
	}
	free(lint.guarded);
	free(lint.kills);
}
