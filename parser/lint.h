/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * What is allowed but hardly meant: language.md 5.  Only reads the typed AST.
 * Every check must be right, or silent: a warning that is wrong once is not
 * read the second time.  Internal to parser/.
 */
#ifndef OOMT_PARSER_LINT_H
#define OOMT_PARSER_LINT_H

#include "ast.h"
#include "diag.h"

struct oomt_lint {
	const struct oomt_policy *policy;
	struct oomt_diags *diags;
	/* [chain->index]: entered only behind a match that is no mere name */
	bool *guarded;
	/* [chain->index]: some task can come out of it as a candidate */
	bool *kills;
};

#define oomt_lint_warn(lint, id, span, ...) \
	oomt_diag_add((lint)->diags, OOMT_WARNING, id, span, __VA_ARGS__)

/* lint_value.c: the elements of one list or set. */
void oomt_lint_elems(struct oomt_lint *lint, unsigned int field,
		     const struct oomt_elem *first);
/* The value of a scope. */
void oomt_lint_scope(struct oomt_lint *lint, const struct oomt_value *scope);
/* lint_rule.c: the rules of one chain. */
void oomt_lint_rules(struct oomt_lint *lint,
		     const struct oomt_chain_node *chain);
/* Whether a task that matches `inner` always matches `outer`. */
bool oomt_lint_implies(const struct oomt_match *inner,
		       const struct oomt_match *outer);
/* lint_cond.c: when and until. */
void oomt_lint_conds(struct oomt_lint *lint,
		     const struct oomt_header *header);

/* A rule that jumps or goes to a chain, in earnest. */
static inline bool oomt_rule_calls(const struct oomt_rule_node *rule)
{
	return rule->verdict.target && !rule->verdict.dry;
}

/* The rule ends what happens to every task that its matches let in. */
static inline bool oomt_rule_ends(const struct oomt_rule_node *rule)
{
	const struct oomt_stmt *stmt;

	for (stmt = rule->stmt; stmt; stmt = stmt->next)
		if (stmt->kind == OOMT_STMT_LIMIT)
			return false;
	switch (rule->verdict.word) {
	case OOMT_VERDICT_EXEMPT:
	case OOMT_VERDICT_KILL:
	case OOMT_VERDICT_RETURN:
	case OOMT_VERDICT_GOTO:
		return !rule->verdict.dry;
	default:
		return false;
	}
}

#endif /* OOMT_PARSER_LINT_H */
