// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Conditions: metrics by name, their right sides as numbers, lower() and
 * higher() as what they stand for.  The depth of the tree is bounded by the
 * parser, so walking it recursively is safe.
 */
#include <string.h>
#include "names.h"
#include "parse.h"
#include "resolve.h"
#include "suggest.h"

#define fail(r, id, span, ...) \
	oomt_diag_add((r)->diags, OOMT_ERROR, id, span, __VA_ARGS__)

/* ---- the left side ------------------------------------------------------- */

static const char *name_of(const struct oomt_expr *expr)
{
	return expr->of == OOMT_OF_SYSTEM ?
		       oomt_metric_name(expr->metric) :
		       oomt_cgroup_metric_name(expr->metric);
}

static enum oomt_type type_of(const struct oomt_expr *expr)
{
	return expr->of == OOMT_OF_SYSTEM ?
		       oomt_metric_type(expr->metric) :
		       oomt_cgroup_metric_type(expr->metric);
}

static void metric_unknown(struct oomt_resolve *r, struct oomt_span span,
			   enum oomt_metric_of of)
{
	unsigned int count = of == OOMT_OF_SYSTEM ? OOMT_M_COUNT :
						    OOMT_CM_COUNT, i;
	const char *word = oomt_span_text(span);
	size_t len = span.end - span.begin;
	char did_you[OOMT_SUGGEST_TEXT];
	struct oomt_suggest suggest;

	if (oomt_field_find(word, len) >= 0) {
		fail(r, "unknown-metric", span,
		     "%.*s is of a process, not of the system: it stands in rules",
		     oomt_span_len(span), word);
		return;
	}
	if (of == OOMT_OF_SYSTEM && oomt_cgroup_metric_find(word, len) >= 0) {
		fail(r, "unknown-metric", span,
		     "%.*s is of a cgroup: write cgroup \"/path\" %.*s, or scope %.*s",
		     oomt_span_len(span), word, oomt_span_len(span), word,
		     oomt_span_len(span), word);
		return;
	}
	if (of != OOMT_OF_SYSTEM && oomt_metric_find(word, len) >= 0) {
		fail(r, "unknown-metric", span,
		     "%.*s is of the system, not of a cgroup",
		     oomt_span_len(span), word);
		return;
	}
	oomt_suggest_init(&suggest, word, len);
	for (i = 0; i < count && !oomt_diags_full(r->diags); i++)
		oomt_suggest_offer(&suggest, of == OOMT_OF_SYSTEM ?
						     oomt_metric_name(i) :
						     oomt_cgroup_metric_name(i));
	fail(r, "unknown-metric", span, "unknown metric %.*s%s",
	     oomt_span_len(span), word, oomt_suggest_text(&suggest, did_you));
}

/* The path of one cgroup, as the kernel writes it. */
static void path_check(struct oomt_resolve *r, const struct oomt_literal *path)
{
	if (path->len && path->text[0] != '/')
		fail(r, "bad-path", path->span,
		     "the path of a cgroup begins with /");
	else if (strpbrk(path->text, "*?["))
		fail(r, "bad-path", path->span,
		     "this is the path of one cgroup, not a pattern: for several there is scope");
	else if (!path->len || strstr(path->text, "//") ||
		 (path->len > 1 && path->text[path->len - 1] == '/'))
		fail(r, "bad-path", path->span,
		     "no cgroup has this path: a component is empty");
	else if (path->len >= OOMT_PATH_MAX)
		fail(r, "too-large", path->span,
		     "the path of a cgroup has at most %d bytes here",
		     OOMT_PATH_MAX - 1);
}

/* ---- the right side ------------------------------------------------------ */

static void rhs_metric(struct oomt_resolve *r, struct oomt_expr *expr)
{
	int metric = oomt_metric_find(expr->rhs.text, expr->rhs.len);

	if (metric < 0 && oomt_cgroup_metric_find(expr->rhs.text,
						  expr->rhs.len) >= 0) {
		fail(r, "unknown-metric", expr->rhs.span,
		     "%s is of a cgroup: it stands on the left side",
		     expr->rhs.text);
		return;
	}
	if (metric < 0) {
		metric_unknown(r, expr->rhs.span, OOMT_OF_SYSTEM);
		return;
	}
	if (oomt_metric_type(metric) != type_of(expr) ||
	    (expr->of != OOMT_OF_SYSTEM && type_of(expr) != OOMT_T_SIZE)) {
		fail(r, "type", expr->span, "%s and %s cannot be compared",
		     name_of(expr), oomt_metric_name(metric));
		return;
	}
	expr->operand = OOMT_OPERAND_METRIC;
	expr->imm = metric;
}

/* A size or a percentage of the metric's base. */
static void rhs_size(struct oomt_resolve *r, struct oomt_expr *expr)
{
	const struct oomt_literal *rhs = &expr->rhs;

	expr->imm = rhs->value;
	switch (rhs->kind) {
	case OOMT_L_PERCENT:
		expr->operand = OOMT_OPERAND_PERCENT;
		break;
	case OOMT_L_NUMBER:
	case OOMT_L_SIZE:
		expr->operand = OOMT_OPERAND_VALUE;
		break;
	default:
		fail(r, "type", rhs->span,
		     "%s compares with a size, a percentage or another metric",
		     name_of(expr));
		return;
	}
	if (rhs->kind == OOMT_L_PERCENT ? rhs->value > 1000000 :
					  rhs->value > OOMT_SIZE_MAX)
		fail(r, "too-large", rhs->span, "this amount is too large");
}

/* Pressure: 40%, 40 and 12.5 mean percent; the unit is basis points. */
static void rhs_pressure(struct oomt_resolve *r, struct oomt_expr *expr)
{
	const struct oomt_literal *rhs = &expr->rhs;

	expr->operand = OOMT_OPERAND_VALUE;
	switch (rhs->kind) {
	case OOMT_L_PERCENT:
	case OOMT_L_DECIMAL:
		expr->imm = rhs->value;
		break;
	case OOMT_L_NUMBER:
		expr->imm = rhs->value < 1000000 ? rhs->value * 100 :
						   rhs->value;
		break;
	default:
		fail(r, "type", rhs->span, "%s compares with a percentage",
		     name_of(expr));
		return;
	}
	if (expr->imm > 10000)
		fail(r, "too-large", rhs->span,
		     "pressure is never above 100%%");
}

/* Pages per second. */
static void rhs_number(struct oomt_resolve *r, struct oomt_expr *expr)
{
	const struct oomt_literal *rhs = &expr->rhs;

	expr->operand = OOMT_OPERAND_VALUE;
	expr->imm = rhs->value;
	if (rhs->kind != OOMT_L_NUMBER)
		fail(r, "type", rhs->span, "%s compares with a plain number",
		     name_of(expr));
	else if (rhs->value > INT_MAX)
		fail(r, "too-large", rhs->span, "this number is too large");
}

static void rhs_resolve(struct oomt_resolve *r, struct oomt_expr *expr)
{
	if (expr->rhs.kind == OOMT_L_BAD)
		return;
	if (expr->rhs.negative) {
		fail(r, "negative", expr->rhs.span, "%s is never negative",
		     name_of(expr));
		return;
	}
	if (expr->rhs.kind == OOMT_L_WORD)
		rhs_metric(r, expr);
	else if (type_of(expr) == OOMT_T_PERCENT)
		rhs_pressure(r, expr);
	else if (type_of(expr) == OOMT_T_NUMBER)
		rhs_number(r, expr);
	else
		rhs_size(r, expr);
}

/* ---- lower() and higher() ------------------------------------------------ */

/* A copy of a comparison, with another sign, and nothing beside it. */
static struct oomt_expr *cmp_copy(struct oomt_resolve *r,
				  const struct oomt_expr *from,
				  enum oomt_cmp cmp)
{
	struct oomt_expr *expr = oomt_arena_alloc(&r->policy->arena,
						  sizeof(*expr));

	if (!expr)
		return NULL;
	*expr = *from;
	expr->next = NULL;
	expr->pick = OOMT_PICK_NONE;
	expr->cmp = cmp;
	expr->depth = expr->insns = 1;
	return expr;
}

/*
 * Below the lower one is below both, above it is above one of them; with the
 * higher one it is the other way round.
 */
static struct oomt_expr *pick_join(struct oomt_resolve *r,
				   const struct oomt_expr *a,
				   const struct oomt_expr *b,
				   enum oomt_cmp cmp)
{
	bool below = cmp == OOMT_CMP_LT || cmp == OOMT_CMP_LE;
	bool both = below == (a->pick == OOMT_PICK_LOWER);
	struct oomt_expr *left = cmp_copy(r, a, cmp);
	struct oomt_expr *right = cmp_copy(r, b, cmp);

	if (!left || !right)
		return NULL;
	return oomt_expr_join(r->policy, both ? OOMT_EXPR_AND : OOMT_EXPR_OR,
			      left, right);
}

/* `x == p` is x <= p and x >= p; `x != p` is x < p or x > p. */
static int pick_expand(struct oomt_resolve *r, struct oomt_expr *a,
		       const struct oomt_expr *b)
{
	struct oomt_expr *made, *more, *next = a->next;
	struct oomt_span span = a->span;
	enum oomt_pick pick = a->pick;
	enum oomt_cmp cmp = a->cmp;
	bool equal = cmp == OOMT_CMP_EQ;

	if (equal || cmp == OOMT_CMP_NE) {
		made = pick_join(r, a, b, equal ? OOMT_CMP_LE : OOMT_CMP_LT);
		more = pick_join(r, a, b, equal ? OOMT_CMP_GE : OOMT_CMP_GT);
		if (made && more)
			made = oomt_expr_join(r->policy, equal ? OOMT_EXPR_AND :
								 OOMT_EXPR_OR,
					      made, more);
		else
			made = NULL;
	} else {
		made = pick_join(r, a, b, cmp);
	}
	if (!made)
		return -ENOMEM;
	*a = *made;
	a->next = next;
	a->span = span;
	/* What was written, beside what it stands for. */
	a->pick = pick;
	a->cmp = cmp;
	return 0;
}

static int cmp_resolve(struct oomt_resolve *r, struct oomt_expr *expr)
{
	unsigned int errors = r->diags->errors;
	struct oomt_expr second;

	if (expr->metric == OOMT_METRIC_REPORTED)
		return 0;
	if (expr->of == OOMT_OF_CGROUP && expr->path.text)
		path_check(r, &expr->path);
	if (expr->metric < 0) {
		metric_unknown(r, expr->metric_span, expr->of);
		return 0;
	}
	second = *expr;
	rhs_resolve(r, expr);
	if (!expr->pick)
		return 0;
	second.rhs = expr->rhs2;
	rhs_resolve(r, &second);
	return r->diags->errors > errors ? 0 : pick_expand(r, expr, &second);
}

int oomt_resolve_expr(struct oomt_resolve *r, struct oomt_expr *expr)
{
	struct oomt_expr *child;
	struct oomt_match *match;
	int err = 0;

	if (expr->kind == OOMT_EXPR_CMP)
		return cmp_resolve(r, expr);
	for (match = expr->match; match; match = match->next)
		oomt_resolve_match(r, match);
	for (child = expr->child; child && !err; child = child->next)
		err = oomt_resolve_expr(r, child);
	return err;
}
