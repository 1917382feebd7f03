// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Table image -> typed AST: linearize.c backwards.  Called by `oomctl list`,
 * with a verified table.  Places in the source are not taken along, since the
 * text is not there to be shown.
 */
#include <errno.h>
#include <string.h>
#include "ast.h"
#include "names.h"
#include "ruleset.h"

struct delinearize {
	const struct oomt_table *table;
	struct oomt_policy *policy;
	int err;
};

static const char *text_copy(struct delinearize *d, u32 offset, size_t *len)
{
	const char *text = oomt_table_string(d->table, offset), *copy;

	*len = strlen(text);
	copy = oomt_arena_copy(&d->policy->arena, text, *len);
	if (!copy)
		d->err = -ENOMEM;
	return copy;
}

/* ---- values -------------------------------------------------------------- */

static struct oomt_elem *elem_add(struct delinearize *d,
				  struct oomt_elem ***last)
{
	struct oomt_literal nothing = { 0 };
	struct oomt_elem *elem = oomt_elem_new(d->policy, &nothing, NULL);

	if (!elem) {
		d->err = -ENOMEM;
		return NULL;
	}
	**last = elem;
	*last = &elem->next;
	return elem;
}

static struct oomt_elem *atom_elems(struct delinearize *d,
				    const struct oomt_atom *atom)
{
	struct oomt_elem *first = NULL, **last = &first, *elem;
	u32 i;

	for (i = atom->first; i < atom->first + atom->count; i++) {
		/* All globs, or all regular expressions, and those unnamed. */
		if (d->table->PATTERNS[i].kind !=
			    d->table->PATTERNS[atom->first].kind ||
		    (atom->name &&
		     d->table->PATTERNS[i].kind != OOMT_PAT_GLOB))
			d->err = -EOPNOTSUPP;
		elem = elem_add(d, &last);
		if (!elem)
			return NULL;
		elem->lit.kind = OOMT_L_STRING;
		elem->regex = d->table->PATTERNS[i].kind == OOMT_PAT_REGEX;
		elem->lit.text = text_copy(d, d->table->PATTERNS[i].text,
					   &elem->lit.len);
	}
	return first;
}

static struct oomt_elem *set_elems(struct delinearize *d,
				   const struct oomt_set *set)
{
	struct oomt_elem *first = NULL, **last = &first, *elem;
	u32 i;

	for (i = set->first; i < set->first + set->count; i++) {
		const struct oomt_range *range = &d->table->RANGES[i];

		elem = elem_add(d, &last);
		if (!elem)
			return NULL;
		elem->lo = range->lo;
		elem->hi = range->hi;
		elem->lo_percent = range->flags & OOMT_RANGE_LO_PERCENT;
		elem->hi_percent = range->flags & OOMT_RANGE_HI_PERCENT;
	}
	return first;
}

/* The set of that name; its elements are written by its first use. */
static struct oomt_set_node *set_named(struct delinearize *d, u32 name,
				       unsigned int field, bool *is_new)
{
	const char *text = oomt_table_string(d->table, name);
	struct oomt_set_node *set;

	set = oomt_set_open(d->policy, text, strlen(text),
			    (struct oomt_span){ 0 });
	if (!set) {
		d->err = -ENOMEM;
		return NULL;
	}
	*is_new = set->field < 0;
	if (*is_new)
		set->field = field;
	set->uses++;
	return set;
}

/*
 * The type is not in the image: any field the set is compared with will do,
 * but for one: of the plain numbers only oom_score_adj goes below 0.
 */
static void set_fill(struct oomt_set_node *set, struct oomt_elem *elem)
{
	set->elem = elem;
	for (; elem; elem = elem->next) {
		set->elem_last = elem;
		set->elem_count++;
		if (elem->lo < 0 &&
		    oomt_field_type(set->field) == OOMT_T_NUMBER)
			set->field = OOMT_F_OOM_SCORE_ADJ;
	}
}

static bool is_range(const struct oomt_elem *elem)
{
	return elem->lo != elem->hi || elem->lo_percent != elem->hi_percent;
}

/*
 * A value of elements, those of an atom (text) or a set: a name, or as simple
 * as they can be written.
 */
static struct oomt_value *value_make(struct delinearize *d, bool text,
				     unsigned int field, u32 index)
{
	const struct oomt_atom *atom = text ? &d->table->ATOMS[index] : NULL;
	const struct oomt_set *set = text ? NULL : &d->table->SETS[index];
	bool is_new = false;
	u32 name = text ? atom->name : set->name;
	struct oomt_set_node *node = NULL;
	struct oomt_elem *elem = NULL;
	struct oomt_value *value;

	if (name)
		node = set_named(d, name, field, &is_new);
	if (!name || is_new)
		elem = text ? atom_elems(d, atom) : set_elems(d, set);
	if (node && is_new)
		set_fill(node, elem);
	value = oomt_value_new(d->policy, (struct oomt_span){ 0 },
			       OOMT_VALUE_LIST, elem);
	if (!value) {
		d->err = -ENOMEM;
	} else if (name) {
		value->kind = OOMT_VALUE_SET;
		value->elem = NULL;
		value->name = node ? node->name : "";
		value->set = node;
	} else if (elem && !elem->next) {
		value->kind = !text && is_range(elem) ? OOMT_VALUE_RANGE :
							OOMT_VALUE_LITERAL;
	}
	return value;
}

static struct oomt_value *number_make(struct delinearize *d,
				      const struct oomt_insn *insn)
{
	struct oomt_elem *elem = NULL, **last = &elem;
	struct oomt_value *value;

	if (!elem_add(d, &last))
		return NULL;
	elem->lo = elem->hi = insn->imm;
	elem->lo_percent = elem->hi_percent = insn->flags & OOMT_I_PERCENT;
	value = oomt_value_new(d->policy, (struct oomt_span){ 0 },
			       OOMT_VALUE_LITERAL, elem);
	if (!value)
		d->err = -ENOMEM;
	return value;
}

/* ---- matches ------------------------------------------------------------- */

/* The match of an instruction; NULL: out of memory. */
static struct oomt_match *match_make(struct delinearize *d,
				     const struct oomt_insn *insn)
{
	bool text = insn->op == OOMT_OP_MATCH_STR;
	struct oomt_value *value = insn->op == OOMT_OP_MATCH_NUM ?
					   number_make(d, insn) :
					   value_make(d, text, insn->field,
						      insn->imm);
	const struct oomt_atom *atom;
	struct oomt_match *match;

	if (!value)
		return NULL;
	match = oomt_match_new(d->policy, (struct oomt_span){ 0 },
			       insn->field, insn->cmp, value);
	if (!match) {
		d->err = -ENOMEM;
		return NULL;
	}
	match->ancestor = insn->flags & OOMT_I_ANCESTOR;
	atom = text ? &d->table->ATOMS[insn->imm] : NULL;
	match->regex = atom && atom->count &&
		       d->table->PATTERNS[atom->first].kind == OOMT_PAT_REGEX;
	return match;
}

/* ---- conditions ---------------------------------------------------------- */

static struct oomt_expr *cmp_make(struct delinearize *d,
				  const struct oomt_insn *insn)
{
	struct oomt_literal nothing = { 0 };
	struct oomt_expr *expr;

	expr = oomt_expr_cmp(d->policy, (struct oomt_span){ 0 }, insn->field,
			     insn->cmp, &nothing);
	if (!expr)
		return NULL;
	if (insn->op == OOMT_OP_CMP_CGROUP) {
		expr->of = *oomt_table_string(d->table, insn->arg) ?
				   OOMT_OF_CGROUP : OOMT_OF_SCOPE;
		expr->path.text = text_copy(d, insn->arg, &expr->path.len);
	}
	expr->imm = insn->imm;
	expr->operand = insn->flags & OOMT_I_METRIC ? OOMT_OPERAND_METRIC :
			insn->flags & OOMT_I_PERCENT ? OOMT_OPERAND_PERCENT :
						       OOMT_OPERAND_VALUE;
	return expr;
}

static struct oomt_expr *exists_make(struct delinearize *d,
				     const struct oomt_insn *insn)
{
	struct oomt_match *first = NULL, **last = &first;
	u32 i;

	for (i = 0; i < insn->arg; i++) {
		*last = match_make(d, &d->table->INSNS[insn->imm + i]);
		if (!*last)
			return NULL;
		last = &(*last)->next;
	}
	return oomt_expr_exists(d->policy, (struct oomt_span){ 0 }, first);
}

static struct oomt_expr *cond_make(struct delinearize *d, u32 first, u32 len)
{
	struct oomt_expr *stack[OOMT_COND_DEPTH_MAX + 1] = { NULL };
	u32 depth = 0, i;

	for (i = first; i < first + len && !d->err; i++) {
		const struct oomt_insn *insn = &d->table->INSNS[i];
		struct oomt_expr *made;

		switch (insn->op) {
		case OOMT_OP_CMP:
		case OOMT_OP_CMP_CGROUP:
			made = cmp_make(d, insn);
			break;
		case OOMT_OP_EXISTS:
			made = exists_make(d, insn);
			break;
		case OOMT_OP_NOT:
			made = oomt_expr_not(d->policy,
					     (struct oomt_span){ 0 },
					     stack[--depth]);
			break;
		case OOMT_OP_FOR:
			made = oomt_expr_for(d->policy,
					     (struct oomt_span){ 0 },
					     stack[--depth], insn->imm);
			break;
		case OOMT_OP_AND:
		case OOMT_OP_OR:
			depth -= 2;
			made = oomt_expr_join(d->policy,
					      insn->op == OOMT_OP_AND ?
						      OOMT_EXPR_AND :
						      OOMT_EXPR_OR,
					      stack[depth], stack[depth + 1]);
			break;
		default:
			d->err = -EOPNOTSUPP;
			return NULL;
		}
		if (!made) {
			d->err = -ENOMEM;
			return NULL;
		}
		stack[depth++] = made;
	}
	return len ? stack[0] : NULL;
}

/* ---- rules --------------------------------------------------------------- */

/* What no text can say is not made up: kinds have no words but their own. */
static bool action_plain(const struct oomt_action *action)
{
	if (action->kind == OOMT_ACT_KILL)
		return true;
	return !action->prefer && !action->flags &&
	       (action->kind == OOMT_ACT_FREEZE ||
		action->unit == OOMT_UNIT_PROCESS);
}

static void action_make(struct delinearize *d, u32 index,
			struct oomt_verdict_node *verdict)
{
	const struct oomt_action *action = &d->table->ACTIONS[index];

	if (!action_plain(action))
		d->err = -EOPNOTSUPP;
	verdict->word = OOMT_VERDICT_KILL;
	verdict->action = *action;
	verdict->action.text = 0;
	if (action->kind == OOMT_ACT_EXEC)
		verdict->command = text_copy(d, action->text,
					     &verdict->command_len);
}

static void stmt_make(struct delinearize *d, struct oomt_rule_node *rule,
		      const struct oomt_insn *insn)
{
	struct oomt_stmt *stmt = oomt_stmt_new(d->policy,
					       (struct oomt_span){ 0 },
					       OOMT_STMT_COUNTER);

	if (!stmt) {
		d->err = -ENOMEM;
		return;
	}
	oomt_rule_add_stmt(rule, stmt);
	switch (insn->op) {
	case OOMT_OP_SCORE:
		stmt->kind = OOMT_STMT_SCORE;
		stmt->points = insn->imm;
		break;
	case OOMT_OP_WARN:
		stmt->kind = OOMT_STMT_WARN;
		stmt->signal = insn->imm;
		break;
	case OOMT_OP_LOG:
		stmt->kind = OOMT_STMT_LOG;
		stmt->text = text_copy(d, insn->imm, &stmt->len);
		break;
	case OOMT_OP_LIMIT:
		stmt->kind = OOMT_STMT_LIMIT;
		stmt->limit = d->table->LIMITS[insn->imm];
		if (!oomt_limit_name(stmt->limit.per_ns))
			d->err = -EOPNOTSUPP;
		break;
	default:
		break;
	}
}

static void target_make(struct delinearize *d,
			struct oomt_verdict_node *verdict, u32 chain)
{
	verdict->target = d->policy->order[chain];
	verdict->target_name = verdict->target->name;
	verdict->target->calls++;
}

static void insn_read(struct delinearize *d, struct oomt_rule_node *rule,
		      const struct oomt_insn *insn)
{
	struct oomt_verdict_node *verdict = &rule->verdict;
	struct oomt_insn behind = { 0 };
	struct oomt_match *match;

	switch (insn->op) {
	case OOMT_OP_MATCH_NUM:
	case OOMT_OP_MATCH_SET:
	case OOMT_OP_MATCH_STR:
		match = match_make(d, insn);
		if (match)
			oomt_rule_add_match(rule, match);
		break;
	case OOMT_OP_LIMIT:
	case OOMT_OP_COUNTER:
	case OOMT_OP_SCORE:
	case OOMT_OP_WARN:
	case OOMT_OP_LOG:
		stmt_make(d, rule, insn);
		break;
	case OOMT_OP_EXEMPT:
		verdict->word = OOMT_VERDICT_EXEMPT;
		break;
	case OOMT_OP_KILL:
		action_make(d, insn->imm, verdict);
		break;
	case OOMT_OP_JUMP:
		verdict->word = OOMT_VERDICT_JUMP;
		target_make(d, verdict, insn->imm);
		break;
	case OOMT_OP_GOTO:
		verdict->word = OOMT_VERDICT_GOTO;
		target_make(d, verdict, insn->imm);
		break;
	case OOMT_OP_CONTINUE:
		verdict->word = OOMT_VERDICT_CONTINUE;
		break;
	case OOMT_OP_DRY:
		behind.op = insn->imm & 0xff;
		behind.imm = insn->imm >> 8;
		insn_read(d, rule, &behind);
		verdict->dry = true;
		break;
	case OOMT_OP_RETURN:
		verdict->word = OOMT_VERDICT_RETURN;
		break;
	default:
		d->err = -EOPNOTSUPP;
		break;
	}
}

static void rule_read(struct delinearize *d, struct oomt_chain_node *chain,
		      const struct oomt_rule *rule)
{
	struct oomt_rule_node *node = oomt_rule_new(d->policy);
	u32 i;

	if (!node) {
		d->err = -ENOMEM;
		return;
	}
	for (i = 0; i < rule->code_len && !d->err; i++)
		insn_read(d, node, &d->table->INSNS[rule->code + i]);
	if (rule->comment)
		node->comment = text_copy(d, rule->comment,
					  &node->comment_len);
	oomt_chain_add_rule(chain, node);
}

/* ---- chains -------------------------------------------------------------- */

static void header_read(struct delinearize *d, const struct oomt_chain *chain,
			struct oomt_header *header)
{
	/* The scope itself takes in what is below: `each` is as it was written. */
	if (chain->scope != OOMT_NONE)
		header->scope = value_make(d, true, OOMT_F_CGROUP,
					   chain->flags & OOMT_CHAIN_EACH ?
						   chain->each : chain->scope);
	header->cooldown_ms = chain->cooldown_ms;
	header->hook = chain->hook;
	header->priority = chain->priority;
	header->order = chain->order;
	header->asc = chain->flags & OOMT_CHAIN_ASC;
	header->dry = chain->flags & OOMT_CHAIN_DRY;
	header->fallback_kernel = chain->flags & OOMT_CHAIN_FALLBACK_KERNEL;
	header->deadline_ms = chain->deadline_ms;
	header->when = cond_make(d, chain->when, chain->when_len);
	header->until = cond_make(d, chain->until, chain->until_len);
	if (chain->policy == OOMT_POLICY_EXEMPT)
		header->policy.word = OOMT_VERDICT_EXEMPT;
	else if (chain->policy == OOMT_POLICY_KILL)
		action_make(d, chain->policy_action, &header->policy);
	header->given = (header->hook ? 1U << OOMT_H_HOOK : 0) |
			(header->when ? 1U << OOMT_H_WHEN : 0) |
			(header->until ? 1U << OOMT_H_UNTIL : 0) |
			(header->policy.word ? 1U << OOMT_H_POLICY : 0);
}

static void chains_make(struct delinearize *d)
{
	struct oomt_policy *policy = d->policy;
	u32 n = d->table->CHAINS_count, i;

	policy->order = oomt_arena_alloc(&policy->arena,
					 (n + 1) * sizeof(*policy->order));
	for (i = 0; i < n && policy->order; i++) {
		const char *name = oomt_table_string(d->table,
						     d->table->CHAINS[i].name);

		policy->order[i] = oomt_chain_new(policy, name, strlen(name),
						  (struct oomt_span){ 0 });
		if (!policy->order[i])
			break;
		policy->order[i]->index = i;
	}
	if (!policy->order || i < n)
		d->err = -ENOMEM;
}

static void table_read(struct delinearize *d)
{
	const struct oomt_table *table = d->table;
	const char *name = oomt_table_name(table);
	u32 scope = table->image->scope, i, r;

	for (i = 0; i < table->CHAINS_count; i++)
		if (table->CHAINS[i].flags & OOMT_CHAIN_EACH &&
		    table->CHAINS[i].scope == OOMT_NONE)
			scope = table->CHAINS[i].each;
	if (scope != OOMT_NONE)
		d->policy->scope = value_make(d, true, OOMT_F_CGROUP, scope);
	d->policy->name = oomt_arena_copy(&d->policy->arena, name,
					  strlen(name));
	if (!d->policy->name)
		d->err = -ENOMEM;
	if (!d->err)
		chains_make(d);
	for (i = 0; i < table->CHAINS_count && !d->err; i++) {
		const struct oomt_chain *chain = &table->CHAINS[i];
		struct oomt_chain_node *node = d->policy->order[i];

		header_read(d, chain, &node->header);
		for (r = 0; r < chain->rule_count && !d->err; r++)
			rule_read(d, node, &table->RULES[chain->rule + r]);
	}
}

struct oomt_policy *oomt_policy_from_table(const struct oomt_table *table)
{
	struct delinearize d = {
		.table = table,
		.policy = oomt_policy_new(NULL),
	};

	if (d.policy)
		table_read(&d);
	else
		d.err = -ENOMEM;
	if (d.err) {
		oomt_policy_free(d.policy);
		errno = -d.err;
		return NULL;
	}
	return d.policy;
}
