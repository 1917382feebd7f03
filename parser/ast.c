// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Constructors of the AST.  Called by the grammar's actions and by
 * delinearize.c; they know nothing about types or meaning.
 */
#include <stdlib.h>
#include "ast.h"

struct oomt_policy *oomt_policy_new(struct oomt_source *source)
{
	struct oomt_policy *policy = calloc(1, sizeof(*policy));

	if (!policy)
		return NULL;
	policy->source = source;
	policy->name = "";
	return policy;
}

/* Room for one more pointer in an array that doubles. */
static int room_make(void ***array, u32 *room, u32 count)
{
	u32 want = *room ? *room * 2 : 32;
	void **more;

	if (count < *room)
		return 0;
	more = realloc(*array, want * sizeof(*more));
	if (!more)
		return -ENOMEM;
	*array = more;
	*room = want;
	return 0;
}

struct oomt_chain_node *oomt_chain_new(struct oomt_policy *policy,
				       const char *name, size_t len,
				       struct oomt_span span)
{
	struct oomt_chain_node *chain;

	chain = oomt_arena_alloc(&policy->arena, sizeof(*chain));
	if (chain)
		chain->name = oomt_arena_copy(&policy->arena, name, len);
	if (!chain || !chain->name)
		return NULL;
	chain->name_span = span;
	chain->header.order = OOMT_F_TOTAL;
	if (policy->chain_last)
		policy->chain_last->next = chain;
	else
		policy->chain = chain;
	policy->chain_last = chain;
	policy->chain_count++;
	return chain;
}

struct oomt_chain_node *oomt_chain_open(struct oomt_policy *policy,
					const char *name, size_t len,
					struct oomt_span span)
{
	struct oomt_chain_node *chain;
	bool is_new;
	u32 number;

	if (room_make((void ***)&policy->chain_by_number, &policy->chain_room,
		      policy->chain_count) ||
	    oomt_intern(&policy->chain_names, name, len, &number, &is_new))
		return NULL;
	if (!is_new)
		return policy->chain_by_number[number];
	chain = oomt_chain_new(policy, name, len, span);
	policy->chain_by_number[number] = chain;
	return chain;
}

struct oomt_set_node *oomt_set_open(struct oomt_policy *policy,
				    const char *name, size_t len,
				    struct oomt_span span)
{
	struct oomt_set_node *set;
	bool is_new;
	u32 number;

	if (room_make((void ***)&policy->set_by_number, &policy->set_room,
		      policy->set_count) ||
	    oomt_intern(&policy->set_names, name, len, &number, &is_new))
		return NULL;
	if (!is_new)
		return policy->set_by_number[number];
	set = oomt_arena_alloc(&policy->arena, sizeof(*set));
	if (set)
		set->name = oomt_arena_copy(&policy->arena, name, len);
	if (!set || !set->name)
		return NULL;
	set->name_span = span;
	set->field = -1;
	policy->set_by_number[policy->set_count++] = set;
	if (policy->set_last)
		policy->set_last->next = set;
	else
		policy->set = set;
	policy->set_last = set;
	return set;
}

struct oomt_chain_node *oomt_chain_find(const struct oomt_policy *policy,
					const char *name, size_t len)
{
	u32 number;

	if (!oomt_intern_find(&policy->chain_names, name, len, &number))
		return NULL;
	return policy->chain_by_number[number];
}

struct oomt_set_node *oomt_set_find(const struct oomt_policy *policy,
				    const char *name, size_t len)
{
	u32 number;

	if (!oomt_intern_find(&policy->set_names, name, len, &number))
		return NULL;
	return policy->set_by_number[number];
}

struct oomt_define *oomt_define_open(struct oomt_policy *policy,
				     const char *name, size_t len,
				     bool *is_new)
{
	struct oomt_define *define;
	u32 number;

	if (room_make((void ***)&policy->define, &policy->define_room,
		      policy->define_count) ||
	    oomt_intern(&policy->define_names, name, len, &number, is_new))
		return NULL;
	if (!*is_new)
		return policy->define[number];
	define = oomt_arena_alloc(&policy->arena, sizeof(*define));
	if (define)
		define->name = oomt_arena_copy(&policy->arena, name, len);
	if (!define || !define->name)
		return NULL;
	policy->define[policy->define_count++] = define;
	return define;
}

struct oomt_define *oomt_define_find(const struct oomt_policy *policy,
				     const char *name, size_t len)
{
	u32 number;

	if (!oomt_intern_find(&policy->define_names, name, len, &number) ||
	    number >= policy->define_count)
		return NULL;
	return policy->define[number];
}

struct oomt_elem *oomt_elem_new(struct oomt_policy *policy,
				const struct oomt_literal *lit,
				const struct oomt_literal *upper)
{
	struct oomt_elem *elem = oomt_arena_alloc(&policy->arena,
						  sizeof(*elem));

	if (!elem)
		return NULL;
	elem->lit = *lit;
	elem->span = lit->span;
	if (!upper)
		return elem;
	elem->upper = oomt_arena_alloc(&policy->arena, sizeof(*upper));
	if (!elem->upper)
		return NULL;
	*elem->upper = *upper;
	elem->span = oomt_span_join(lit->span, upper->span);
	return elem;
}

struct oomt_value *oomt_value_new(struct oomt_policy *policy,
				  struct oomt_span span,
				  enum oomt_value_kind kind,
				  struct oomt_elem *elem)
{
	struct oomt_value *value = oomt_arena_alloc(&policy->arena,
						    sizeof(*value));

	if (!value)
		return NULL;
	value->span = span;
	value->kind = kind;
	value->elem = elem;
	return value;
}

struct oomt_match *oomt_match_new(struct oomt_policy *policy,
				  struct oomt_span field_span, int field,
				  enum oomt_cmp cmp, struct oomt_value *value)
{
	struct oomt_match *match = oomt_arena_alloc(&policy->arena,
						    sizeof(*match));

	if (!match)
		return NULL;
	match->field_span = field_span;
	match->span = value ? oomt_span_join(field_span, value->span) :
			      field_span;
	match->field = field;
	match->cmp = cmp;
	match->value = value;
	return match;
}

struct oomt_stmt *oomt_stmt_new(struct oomt_policy *policy,
				struct oomt_span span,
				enum oomt_stmt_kind kind)
{
	struct oomt_stmt *stmt = oomt_arena_alloc(&policy->arena,
						  sizeof(*stmt));

	if (!stmt)
		return NULL;
	stmt->span = span;
	stmt->kind = kind;
	return stmt;
}

struct oomt_rule_node *oomt_rule_new(struct oomt_policy *policy)
{
	return oomt_arena_alloc(&policy->arena, sizeof(struct oomt_rule_node));
}

void oomt_rule_add_match(struct oomt_rule_node *rule, struct oomt_match *match)
{
	if (rule->match_last)
		rule->match_last->next = match;
	else
		rule->match = match;
	rule->match_last = match;
}

void oomt_rule_add_stmt(struct oomt_rule_node *rule, struct oomt_stmt *stmt)
{
	if (rule->stmt_last)
		rule->stmt_last->next = stmt;
	else
		rule->stmt = stmt;
	rule->stmt_last = stmt;
}

void oomt_chain_add_rule(struct oomt_chain_node *chain,
			 struct oomt_rule_node *rule)
{
	if (chain->rule_last)
		chain->rule_last->next = rule;
	else
		chain->rule = rule;
	chain->rule_last = rule;
	chain->rule_count++;
}

struct oomt_expr *oomt_expr_cmp(struct oomt_policy *policy,
				struct oomt_span metric_span, int metric,
				enum oomt_cmp cmp,
				const struct oomt_literal *rhs)
{
	struct oomt_expr *expr = oomt_arena_alloc(&policy->arena,
						  sizeof(*expr));

	if (!expr)
		return NULL;
	expr->kind = OOMT_EXPR_CMP;
	expr->span = oomt_span_join(metric_span, rhs->span);
	expr->depth = 1;
	expr->insns = 1;
	expr->metric_span = metric_span;
	expr->metric = metric;
	expr->cmp = cmp;
	expr->rhs = *rhs;
	return expr;
}

struct oomt_expr *oomt_expr_exists(struct oomt_policy *policy,
				   struct oomt_span span,
				   struct oomt_match *match)
{
	struct oomt_expr *expr = oomt_arena_alloc(&policy->arena,
						  sizeof(*expr));

	if (!expr)
		return NULL;
	expr->kind = OOMT_EXPR_EXISTS;
	expr->span = span;
	expr->depth = 1;
	expr->insns = 1;
	expr->match = match;
	return expr;
}

void oomt_expr_pick(struct oomt_expr *expr, enum oomt_pick pick,
		    const struct oomt_literal *rhs2)
{
	bool both = expr->cmp == OOMT_CMP_EQ || expr->cmp == OOMT_CMP_NE;

	expr->pick = pick;
	expr->rhs2 = *rhs2;
	/* What resolving makes of it: a b AND, or a b AND c d OR AND. */
	expr->insns = both ? 7 : 3;
	expr->depth = both ? 3 : 2;
}

static void expr_add(struct oomt_expr *expr, struct oomt_expr *child)
{
	if (expr->child_last)
		expr->child_last->next = child;
	else
		expr->child = child;
	expr->child_last = child;
	expr->insns += child->insns + (expr->kind == OOMT_EXPR_NOT ||
				       expr->kind == OOMT_EXPR_FOR ||
				       child != expr->child);
	if (child->depth >= expr->depth)
		expr->depth = child->depth + 1;
	expr->span = oomt_span_join(expr->span, child->span);
}

struct oomt_expr *oomt_expr_not(struct oomt_policy *policy,
				struct oomt_span span,
				struct oomt_expr *child)
{
	struct oomt_expr *expr = oomt_arena_alloc(&policy->arena,
						  sizeof(*expr));

	if (!expr)
		return NULL;
	expr->kind = OOMT_EXPR_NOT;
	expr->span = span;
	expr_add(expr, child);
	return expr;
}

struct oomt_expr *oomt_expr_for(struct oomt_policy *policy,
				struct oomt_span span,
				struct oomt_expr *child, s64 for_ns)
{
	struct oomt_expr *expr = oomt_expr_not(policy, span, child);

	if (!expr)
		return NULL;
	expr->kind = OOMT_EXPR_FOR;
	expr->for_ns = for_ns;
	return expr;
}

struct oomt_expr *oomt_expr_join(struct oomt_policy *policy,
				 enum oomt_expr_kind kind,
				 struct oomt_expr *left,
				 struct oomt_expr *right)
{
	struct oomt_expr *expr = left;

	if (left->kind != kind) {
		expr = oomt_arena_alloc(&policy->arena, sizeof(*expr));
		if (!expr)
			return NULL;
		expr->kind = kind;
		expr->span = left->span;
		expr_add(expr, left);
	}
	expr_add(expr, right);
	return expr;
}

/* Recursion is bounded by the parser, and by the verifier's stack. */
const struct oomt_expr *oomt_expr_of_scope(const struct oomt_expr *expr)
{
	const struct oomt_expr *child, *found = NULL;

	if (!expr)
		return NULL;
	if (expr->kind == OOMT_EXPR_CMP)
		return expr->of == OOMT_OF_SCOPE ? expr : NULL;
	for (child = expr->child; child && !found; child = child->next)
		found = oomt_expr_of_scope(child);
	return found;
}

struct oomt_action oomt_action_default(void)
{
	return (struct oomt_action){
		.kind = OOMT_ACT_KILL,
		.unit = OOMT_UNIT_PROCESS,
		.signal = 9,
	};
}

const char *oomt_limit_name(u64 per_ns)
{
	switch (per_ns / 1000000000) {
	case 1:
		return per_ns % 1000000000 ? NULL : "second";
	case 60:
		return per_ns % 1000000000 ? NULL : "minute";
	case 3600:
		return per_ns % 1000000000 ? NULL : "hour";
	default:
		return NULL;
	}
}

struct header_line {
	const char *name;
	unsigned int hooks;
};

static const struct header_line header_lines[] = {
#define X(id, name, hooks) { name, hooks },
	OOMT_HEADER_LINES(X)
#undef X
};

const char *oomt_header_name(enum oomt_header_line line)
{
	return header_lines[line].name;
}

unsigned int oomt_header_hooks(enum oomt_header_line line)
{
	return header_lines[line].hooks;
}
