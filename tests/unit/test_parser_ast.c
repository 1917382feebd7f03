// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * The typed AST, as whoever reads ast.h expects it: after a parse without
 * errors every name is a pointer, every value a number in its field's unit.
 */
#include <criterion/criterion.h>
#include <string.h>
#include "ast.h"
#include "ruleset.h"

static struct oomt_diags diags;

static struct oomt_policy *parse(const char *text)
{
	struct oomt_policy *policy;

	oomt_diags_init(&diags);
	policy = oomt_policy_parse(oomt_source_text("d/name-1.oom", text,
						    strlen(text)), 0, &diags);
	cr_assert_not_null(policy);
	cr_assert_eq(diags.errors, 0, "%s",
		     diags.count ? diags.diag[0].text : "");
	return policy;
}

static void done(struct oomt_policy *policy)
{
	oomt_policy_free(policy);
	oomt_diags_exit(&diags);
}

Test(parser_ast, names)
{
	struct oomt_policy *policy = parse("");

	cr_assert_str_eq(oomt_policy_name(policy), "name-1");
	done(policy);
	policy = parse("table other\n");
	cr_assert_str_eq(oomt_policy_name(policy), "other");
	done(policy);
}

Test(parser_ast, values)
{
	struct oomt_policy *policy = parse(
		"set s {\ntype uid\nelements = { 5, 7-9, root }\n}\n"
		"chain c {\nhook oom\npolicy kill\n"
		"rss > 25% uid @s comm \"a*\" age != 90s-2m counter score -5\n"
		"}\n");
	const struct oomt_rule_node *rule = policy->chain->rule;
	const struct oomt_match *match = rule->match;
	const struct oomt_elem *elem;

	cr_assert_eq(match->field, OOMT_F_RSS);
	cr_assert_eq(match->cmp, OOMT_CMP_GT);
	cr_assert_eq(match->value->kind, OOMT_VALUE_LITERAL);
	cr_assert(match->value->elem->lo == 2500 &&
		  match->value->elem->lo_percent);

	match = match->next;
	cr_assert_eq(match->value->kind, OOMT_VALUE_SET);
	cr_assert_eq(match->value->set, policy->set);
	cr_assert_eq(policy->set->uses, 1);
	elem = oomt_value_elems(match->value);
	cr_assert(elem->lo == 5 && elem->hi == 5);
	elem = elem->next;
	cr_assert(elem->lo == 7 && elem->hi == 9);
	elem = elem->next;
	cr_assert(elem->lo == 0 && elem->hi == 0 && !elem->next);

	match = match->next;
	cr_assert_str_eq(match->value->elem->lit.text, "a*");

	match = match->next;
	cr_assert_eq(match->cmp, OOMT_CMP_NE);
	cr_assert_eq(match->value->kind, OOMT_VALUE_RANGE);
	cr_assert_eq(match->value->elem->lo, 90000000000LL);
	cr_assert_eq(match->value->elem->hi, 120000000000LL);
	cr_assert_null(match->next);

	cr_assert_eq(rule->stmt->kind, OOMT_STMT_COUNTER);
	cr_assert_eq(rule->stmt->next->points, -5);
	cr_assert_eq(rule->verdict.word, OOMT_VERDICT_NONE);
	done(policy);
}

Test(parser_ast, conditions_bind)
{
	struct oomt_policy *policy = parse(
		"chain c {\nhook low\npolicy kill\n"
		"when mem.free < 5 or mem.free < 6 and not mem.free < 10%"
		" or psi.full.avg10 > 12.5 or mem.free < swap.free\n}\n");
	const struct oomt_expr *e = policy->chain->header.when, *and;

	cr_assert_eq(e->kind, OOMT_EXPR_OR);
	cr_assert_eq(e->child->kind, OOMT_EXPR_CMP);
	cr_assert_eq(e->child->imm, 5);
	and = e->child->next;
	cr_assert_eq(and->kind, OOMT_EXPR_AND);
	cr_assert_eq(and->child->next->kind, OOMT_EXPR_NOT);
	cr_assert_eq(and->child->next->child->operand, OOMT_OPERAND_PERCENT);
	cr_assert_eq(and->child->next->child->imm, 1000);
	/* Pressure is basis points, and never a percentage of something. */
	cr_assert_eq(and->next->operand, OOMT_OPERAND_VALUE);
	cr_assert_eq(and->next->imm, 1250);
	cr_assert_eq(and->next->next->operand, OOMT_OPERAND_METRIC);
	cr_assert_eq(and->next->next->imm, OOMT_M_SWAP_FREE);
	cr_assert_null(and->next->next->next);
	cr_assert_eq(e->depth, 4);
	cr_assert_eq(e->insns, 5 + 1 + 1 + 3);
	done(policy);
}

Test(parser_ast, defaults)
{
	struct oomt_policy *policy = parse(
		"chain l {\nhook low\nwhen mem.free < 5\npolicy kill\n}\n"
		"chain o {\nhook oom\npolicy exempt\nuid 0 kill prefer -2\n}\n"
		"chain g {\nhook guard\n}\n");
	const struct oomt_header *low = &policy->chain->header;
	const struct oomt_header *oom = &policy->chain->next->header;

	cr_assert_eq(low->deadline_ms, 1000);
	cr_assert(low->fallback_kernel);
	cr_assert_eq(low->order, OOMT_F_TOTAL);
	cr_assert_eq(low->policy.action.signal, 9);
	cr_assert_eq(low->policy.action.kind, OOMT_ACT_KILL);
	cr_assert_not(oom->fallback_kernel);
	cr_assert_eq(oom->policy.word, OOMT_VERDICT_EXEMPT);
	cr_assert_eq(policy->chain->next->rule->verdict.action.prefer, -2);
	cr_assert_eq(policy->chain->next->next->header.policy.word,
		     OOMT_VERDICT_NONE);
	done(policy);
}

Test(parser_ast, calls_and_order)
{
	struct oomt_policy *policy = parse(
		"chain p {\nuid 1 counter\n}\n"
		"chain q {\njump p\n}\n"
		"chain c {\nhook oom\npolicy kill\njump q\n}\n");
	const struct oomt_rule_node *rule = policy->chain_last->rule;

	cr_assert_str_eq(policy->order[0]->name, "c");
	cr_assert_str_eq(policy->order[1]->name, "q");
	cr_assert_str_eq(policy->order[2]->name, "p");
	cr_assert_eq(rule->verdict.target, policy->order[1]);
	cr_assert_eq(policy->order[2]->calls, 1);
	/* Rules as compiled: of c, of q, of p. */
	cr_assert_eq(oomt_policy_rule_span(policy, 0).line, 10);
	cr_assert_eq(oomt_policy_rule_span(policy, 1).line, 5);
	cr_assert_eq(oomt_policy_rule_span(policy, 2).line, 2);
	cr_assert_eq(oomt_policy_rule_span(policy, 3).line, 1);
	cr_assert_eq(oomt_policy_rule_span(policy, OOMT_NONE).line, 1);
	done(policy);
}

Test(parser_ast, source_lines)
{
	struct oomt_policy *policy = parse("table t\n# two\n");
	const char *line;
	size_t len;

	line = oomt_policy_source_line(policy, "name-1.oom", 2, &len);
	cr_assert_eq(len, 5);
	cr_assert_arr_eq(line, "# two", 5);
	cr_assert_null(oomt_policy_source_line(policy, "other", 1, &len));
	done(policy);
}

/* Users by name: a warning for check, an error for load. */
Test(parser_ast, unknown_user)
{
	static const char text[] =
		"chain c {\nhook oom\npolicy kill\n"
		"uid no-such-user-on-earth exempt\n}\n";
	struct oomt_policy *policy = parse(text);

	cr_assert_eq(diags.warnings, 1);
	cr_assert_eq(policy->chain->rule->match->value->elem->lo, 4294967295);
	done(policy);
	oomt_diags_init(&diags);
	policy = oomt_policy_parse(oomt_source_text("x", text, strlen(text)),
				   OOMT_PARSE_FOR_LOAD, &diags);
	cr_assert_eq(diags.errors, 1);
	done(policy);
}
