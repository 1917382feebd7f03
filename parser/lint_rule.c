// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Lint of a chain's rules: those that never match, that are never reached, or
 * that do nothing.
 */
#include <string.h>
#include "globs.h"
#include "lint.h"
#include "names.h"

#define EARLIER_MAX	64	/* rules before, that one is compared with */

/* ---- what numbers a match leaves ----------------------------------------- */

struct interval {
	s64 lo, hi;
	bool exact;		/* not only its hull */
};

static struct interval field_domain(unsigned int field)
{
	if (field == OOMT_F_OOM_SCORE_ADJ)
		return (struct interval){ -1000, 1000, true };
	if (field == OOMT_F_GROWTH)
		return (struct interval){ S64_MIN, S64_MAX, true };
	return (struct interval){ 0, S64_MAX, true };
}

/* false: it depends on the machine (percentages), or it is not one piece. */
static bool match_interval(const struct oomt_match *match,
			   struct interval *interval)
{
	const struct oomt_elem *elem = oomt_value_elems(match->value);
	bool one = match->value->kind == OOMT_VALUE_LITERAL;

	if (oomt_field_is_text(match->field) || !elem)
		return false;
	if (one && elem->lo_percent)
		return false;
	*interval = (struct interval){ S64_MIN, S64_MAX, true };
	switch (match->cmp) {
	case OOMT_CMP_LT:
		interval->hi = elem->lo == S64_MIN ? S64_MIN : elem->lo - 1;
		return true;
	case OOMT_CMP_LE:
		interval->hi = elem->lo;
		return true;
	case OOMT_CMP_GT:
		interval->lo = elem->lo == S64_MAX ? S64_MAX : elem->lo + 1;
		return true;
	case OOMT_CMP_GE:
		interval->lo = elem->lo;
		return true;
	case OOMT_CMP_EQ:
		break;
	default:
		return false;
	}
	interval->exact = !elem->next;
	interval->lo = elem->lo;
	interval->hi = elem->hi;
	for (; elem; elem = elem->next) {
		if (elem->lo_percent || elem->hi_percent)
			return false;
		if (elem->lo < interval->lo)
			interval->lo = elem->lo;
		if (elem->hi > interval->hi)
			interval->hi = elem->hi;
	}
	return true;
}

/* The one string that a match accepts; NULL: more than one. */
static const struct oomt_literal *match_string(const struct oomt_match *match)
{
	const struct oomt_elem *elem = oomt_value_elems(match->value);
	struct oomt_glob_facts facts;

	if (!oomt_field_is_text(match->field) || match->cmp != OOMT_CMP_EQ ||
	    match->regex || !elem || elem->next)
		return NULL;
	facts = oomt_glob_facts(elem->lit.text, elem->lit.len,
				oomt_field_type(match->field) == OOMT_T_PATH);
	return facts.literal ? &elem->lit : NULL;
}

/* ---- a rule by itself ---------------------------------------------------- */

static bool strings_differ(const struct oomt_match *a,
			   const struct oomt_match *b)
{
	const struct oomt_literal *x = match_string(a), *y = match_string(b);

	return x && y && (x->len != y->len || memcmp(x->text, y->text, x->len));
}

/* What stands before in the rule leaves nothing for `match`. */
static bool contradicts(const struct oomt_rule_node *rule,
			const struct oomt_match *match)
{
	struct interval left = field_domain(match->field), next;
	const struct oomt_match *other;
	bool number = match_interval(match, &next);

	for (other = rule->match;; other = other->next) {
		/* Two ancestors can differ. */
		if (other->field == match->field &&
		    (other == match || (!other->ancestor && !match->ancestor))) {
			if (other != match && strings_differ(other, match))
				return true;
			if (number && match_interval(other, &next)) {
				left.lo = left.lo > next.lo ? left.lo : next.lo;
				left.hi = left.hi < next.hi ? left.hi : next.hi;
			}
		}
		if (other == match)
			return number && left.lo > left.hi;
	}
}

static bool lint_contradiction(struct oomt_lint *lint,
			       const struct oomt_rule_node *rule)
{
	const struct oomt_match *match;
	u32 n = 0;

	for (match = rule->match; match && n < EARLIER_MAX;
	     match = match->next, n++) {
		if (!contradicts(rule, match))
			continue;
		oomt_lint_warn(lint, "never-matches", match->span,
			       "this rule can never match: no value of %s is left",
			       oomt_field_name(match->field));
		return true;
	}
	return false;
}

/* ---- a rule and those before it ------------------------------------------ */

static bool elem_in(const struct oomt_elem *elem, const struct oomt_elem *list,
		    bool text)
{
	u32 n = 0;

	for (; list && n < EARLIER_MAX; list = list->next, n++) {
		if (text ? elem->lit.len == list->lit.len &&
			   !memcmp(elem->lit.text, list->lit.text,
				   elem->lit.len) :
			   elem->lo_percent == list->lo_percent &&
			   elem->hi_percent == list->hi_percent &&
			   (elem->lo_percent ?
				elem->lo == list->lo && elem->hi == list->hi :
				list->lo <= elem->lo && elem->hi <= list->hi))
			return true;
	}
	return false;
}

static bool elems_in(const struct oomt_match *inner,
		     const struct oomt_match *outer)
{
	const struct oomt_elem *elem = oomt_value_elems(inner->value);
	bool text = oomt_field_is_text(inner->field);
	u32 n = 0;

	if (inner->value->kind == OOMT_VALUE_SET &&
	    outer->value->kind == OOMT_VALUE_SET)
		return inner->value->set == outer->value->set;
	for (; elem; elem = elem->next, n++)
		if (n >= EARLIER_MAX ||
		    !elem_in(elem, oomt_value_elems(outer->value), text))
			return false;
	return true;
}

bool oomt_lint_implies(const struct oomt_match *inner,
		       const struct oomt_match *outer)
{
	struct interval in, out;

	if (inner->field != outer->field ||
	    inner->ancestor != outer->ancestor || inner->regex != outer->regex)
		return false;
	if (match_interval(inner, &in) && match_interval(outer, &out) &&
	    out.exact)
		return out.lo <= in.lo && in.hi <= out.hi;
	if (inner->cmp != outer->cmp)
		return false;
	if (inner->cmp == OOMT_CMP_EQ)
		return elems_in(inner, outer);
	if (inner->cmp == OOMT_CMP_NE)
		return elems_in(outer, inner);
	/* Percentages: only the very same comparison. */
	return oomt_value_elems(inner->value)->lo ==
		       oomt_value_elems(outer->value)->lo &&
	       oomt_value_elems(inner->value)->lo_percent ==
		       oomt_value_elems(outer->value)->lo_percent;
}

/* Every task that matches `rule` was decided by `earlier`. */
static bool shadows(const struct oomt_rule_node *earlier,
		    const struct oomt_rule_node *rule)
{
	const struct oomt_match *outer, *inner;
	u32 n = 0;

	/* In doubt an exempt rule matches where another one does not. */
	if (rule->match && rule->verdict.word == OOMT_VERDICT_EXEMPT &&
	    earlier->verdict.word != OOMT_VERDICT_EXEMPT)
		return false;
	for (outer = earlier->match; outer; outer = outer->next) {
		for (inner = rule->match; inner && n < EARLIER_MAX * 4;
		     inner = inner->next, n++)
			if (oomt_lint_implies(inner, outer))
				break;
		if (!inner || n >= EARLIER_MAX * 4)
			return false;
	}
	return true;
}

static void lint_shadow(struct oomt_lint *lint,
			const struct oomt_rule_node *earlier,
			const struct oomt_rule_node *rule)
{
	u32 n;

	for (n = 0; earlier != rule && n < EARLIER_MAX;
	     earlier = earlier->next, n++) {
		if (!oomt_rule_ends(earlier) || !shadows(earlier, rule))
			continue;
		oomt_lint_warn(lint, "shadowed", rule->span,
			       "this rule is never reached: line %u decides all that it matches",
			       earlier->span.line);
		return;
	}
}

/* Only a victim takes a token, and not by a verdict of another rule. */
static void lint_limit(struct oomt_lint *lint,
		       const struct oomt_rule_node *rule)
{
	const struct oomt_stmt *stmt;

	if (oomt_verdict_is(&rule->verdict, OOMT_VERDICT_KILL))
		return;
	for (stmt = rule->stmt; stmt; stmt = stmt->next)
		if (stmt->kind == OOMT_STMT_LIMIT)
			oomt_lint_warn(lint, "limit-idle", stmt->span,
				       "this limit is never used up: only a victim of this rule takes of it");
}

void oomt_lint_rules(struct oomt_lint *lint,
		     const struct oomt_chain_node *chain)
{
	const struct oomt_rule_node *rule;
	const struct oomt_match *match;

	for (rule = chain->rule; rule; rule = rule->next) {
		for (match = rule->match; match; match = match->next)
			if (match->value->kind == OOMT_VALUE_LIST ||
			    match->value->kind == OOMT_VALUE_LITERAL)
				oomt_lint_elems(lint, match->field,
						match->value->elem);
		lint_limit(lint, rule);
		if (!rule->stmt && rule->verdict.word == OOMT_VERDICT_NONE)
			oomt_lint_warn(lint, "no-effect", rule->span,
				       "this rule does nothing: it has neither a statement nor a verdict");
		if (!lint_contradiction(lint, rule))
			lint_shadow(lint, chain->rule, rule);
		if (rule->match || !oomt_rule_ends(rule) || !rule->next)
			continue;
		oomt_lint_warn(lint, "unreachable", rule->next->span,
			       "this rule is never reached: line %u decides everything",
			       rule->span.line);
		return;
	}
}
