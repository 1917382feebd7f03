// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Lint of when and until: what they come to on a machine whose memory is all
 * free, and on one without swap.  Three values: where it depends on the size
 * of the machine the answer is "perhaps", and nothing is said.
 */
#include "lint.h"
#include "names.h"

enum kleene { NO, PERHAPS, YES };

/* A metric with all memory free, as a share of its base; -1: not one. */
static s64 free_share_bp(int metric)
{
	switch (metric) {
	case OOMT_M_MEM_TOTAL:
	case OOMT_M_MEM_AVAILABLE:
	case OOMT_M_MEM_FREE:
	case OOMT_M_SWAP_TOTAL:
	case OOMT_M_SWAP_FREE:
		return 10000;
	default:
		return 0;
	}
}

static enum kleene compare(s64 lhs, enum oomt_cmp cmp, s64 rhs)
{
	switch (cmp) {
	case OOMT_CMP_EQ:
		return lhs == rhs ? YES : NO;
	case OOMT_CMP_NE:
		return lhs != rhs ? YES : NO;
	case OOMT_CMP_LT:
		return lhs < rhs ? YES : NO;
	case OOMT_CMP_LE:
		return lhs <= rhs ? YES : NO;
	case OOMT_CMP_GT:
		return lhs > rhs ? YES : NO;
	default:
		return lhs >= rhs ? YES : NO;
	}
}

static enum kleene cmp_when_free(const struct oomt_expr *expr)
{
	s64 lhs, rhs;

	/* A limit can be hit with all other memory free; pressure cannot. */
	if (expr->of != OOMT_OF_SYSTEM &&
	    oomt_cgroup_metric_type(expr->metric) != OOMT_T_PERCENT)
		return PERHAPS;
	lhs = expr->of == OOMT_OF_SYSTEM ? free_share_bp(expr->metric) : 0;
	switch (expr->operand) {
	case OOMT_OPERAND_PERCENT:
		return compare(lhs, expr->cmp, expr->imm);
	case OOMT_OPERAND_METRIC:
		rhs = free_share_bp(expr->imm);
		if (oomt_metric_base(expr->metric) !=
		    oomt_metric_base(expr->imm))
			return PERHAPS;
		return compare(lhs, expr->cmp, rhs);
	default:
		/* Nothing is pressed, nothing used; all else has a size. */
		return lhs ? PERHAPS : compare(0, expr->cmp, expr->imm);
	}
}

/* Recursion is bounded by the parser. */
static enum kleene when_free(const struct oomt_expr *expr)
{
	const struct oomt_expr *child;
	enum kleene value, all;

	switch (expr->kind) {
	case OOMT_EXPR_CMP:
		return cmp_when_free(expr);
	case OOMT_EXPR_EXISTS:
		return PERHAPS;
	case OOMT_EXPR_NOT:
		return YES - when_free(expr->child);
	case OOMT_EXPR_FOR:
		return when_free(expr->child);
	default:
		break;
	}
	all = expr->kind == OOMT_EXPR_AND ? YES : NO;
	for (child = expr->child; child; child = child->next) {
		value = when_free(child);
		if (expr->kind == OOMT_EXPR_AND ? value < all : value > all)
			all = value;
	}
	return all;
}

static bool about_swap(const struct oomt_expr *expr)
{
	return (expr->of == OOMT_OF_SYSTEM &&
		oomt_metric_base(expr->metric) == OOMT_B_SWAP) ||
	       (expr->operand == OOMT_OPERAND_METRIC &&
		oomt_metric_base(expr->imm) == OOMT_B_SWAP);
}

/* Whether nothing is left of it on a machine without swap. */
static bool only_swap(const struct oomt_expr *expr)
{
	const struct oomt_expr *child;

	if (expr->kind == OOMT_EXPR_CMP)
		return about_swap(expr);
	if (expr->kind == OOMT_EXPR_EXISTS)
		return false;
	for (child = expr->child; child; child = child->next)
		if (!only_swap(child))
			return false;
	return true;
}

void oomt_lint_conds(struct oomt_lint *lint, const struct oomt_header *header)
{
	const struct oomt_expr *when = header->when, *until = header->until;

	if (when && when_free(when) == YES)
		oomt_lint_warn(lint, "when-always", when->span,
			       "this holds even with all memory free");
	if (when && only_swap(when))
		oomt_lint_warn(lint, "when-swap", when->span,
			       "this never holds on a machine without swap");
	if (until && when_free(until) == NO)
		oomt_lint_warn(lint, "until-never", until->span,
			       "this never holds, not even with all memory free");
	else if (until && only_swap(until) && when && !only_swap(when))
		oomt_lint_warn(lint, "until-swap", until->span,
			       "this never holds on a machine without swap: there the chain would not stop");
}
