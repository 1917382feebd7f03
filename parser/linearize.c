// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Typed AST -> table image (uapi header).  Chains in the order that resolve
 * found; of each chain first its conditions, then its rules, then END.  Every
 * rule and chain takes its place in the source along.  Its twin is
 * delinearize.c.
 */
#include <stdlib.h>
#include <string.h>
#include "automaton.h"
#include "dfa_build.h"
#include "globs.h"
#include "linearize.h"
#include "names.h"
#include "verify.h"

/* ---- places and actions -------------------------------------------------- */

static struct oomt_loc loc_of(struct oomt_linearize *lin,
			      struct oomt_span span)
{
	struct oomt_loc loc = { 0 };
	const char *base;

	if (!span.source)
		return loc;
	base = oomt_source_basename(span.source);
	loc.file = oomt_image_text(&lin->out, base, strlen(base));
	loc.line = span.line;
	loc.col = span.col;
	return loc;
}

static u32 action_of(struct oomt_linearize *lin,
		     const struct oomt_verdict_node *verdict)
{
	struct oomt_action action = verdict->action, *place;
	u32 number;
	bool is_new;

	if (verdict->command)
		action.text = oomt_image_text(&lin->out, verdict->command,
					      verdict->command_len);
	if (oomt_intern(&lin->actions, &action, sizeof(action), &number,
			&is_new)) {
		lin->failed = true;
		return 0;
	}
	if (!is_new)
		return number;
	place = oomt_image_add_ACTIONS(&lin->out, 1);
	if (place)
		*place = action;
	return number;
}

/* ---- rules --------------------------------------------------------------- */

static struct oomt_insn *emit(struct oomt_linearize *lin, enum oomt_op op)
{
	static struct oomt_insn nowhere;
	struct oomt_insn *insn = oomt_image_add_INSNS(&lin->out, 1);

	if (!insn)
		return &nowhere;
	insn->op = op;
	return insn;
}

static void emit_number(struct oomt_linearize *lin,
			const struct oomt_match *match,
			struct oomt_insn *insn)
{
	const struct oomt_elem *elem = oomt_value_elems(match->value);
	struct oomt_range single;
	bool is_single;
	u32 set;

	insn->op = OOMT_OP_MATCH_NUM;
	if (match->value->kind == OOMT_VALUE_LITERAL) {
		insn->imm = elem->lo;
		insn->flags |= elem->lo_percent ? OOMT_I_PERCENT : 0;
		return;
	}
	set = oomt_linearize_set(lin, match->value, &single, &is_single);
	if (is_single) {
		insn->imm = single.lo;
		insn->flags |= single.flags ? OOMT_I_PERCENT : 0;
		return;
	}
	insn->op = OOMT_OP_MATCH_SET;
	insn->imm = set;
}

/* Its jump is filled in when the rule's end is known. */
static void emit_match(struct oomt_linearize *lin,
		       const struct oomt_match *match, bool exempt)
{
	struct oomt_insn insn = {
		.op = OOMT_OP_MATCH_STR,
		.field = match->field,
		.cmp = match->cmp,
		.flags = (exempt ? OOMT_I_UNKNOWN_HOLDS : 0) |
			 (match->ancestor ? OOMT_I_ANCESTOR : 0),
	};

	if (oomt_field_is_text(match->field))
		insn.imm = oomt_linearize_atom(lin, match->field, match->regex,
					       match->value);
	else
		emit_number(lin, match, &insn);
	*emit(lin, insn.op) = insn;
}

/* Each has a bucket of its own, also if it is written like another one. */
static void emit_limit(struct oomt_linearize *lin,
		       const struct oomt_limit *limit)
{
	struct oomt_limit *place = oomt_image_add_LIMITS(&lin->out, 1);

	if (!place)
		return;
	*place = *limit;
	emit(lin, OOMT_OP_LIMIT)->imm = lin->out.LIMITS_count - 1;
}

static bool leads_to_end(const struct oomt_insn *insn)
{
	return insn->op == OOMT_OP_MATCH_NUM ||
	       insn->op == OOMT_OP_MATCH_SET ||
	       insn->op == OOMT_OP_MATCH_STR || insn->op == OOMT_OP_LIMIT;
}

static void emit_stmt(struct oomt_linearize *lin, const struct oomt_stmt *stmt,
		      u32 rule)
{
	struct oomt_insn *insn;

	switch (stmt->kind) {
	case OOMT_STMT_COUNTER:
		insn = emit(lin, OOMT_OP_COUNTER);
		break;
	case OOMT_STMT_SCORE:
		insn = emit(lin, OOMT_OP_SCORE);
		insn->imm = stmt->points;
		break;
	case OOMT_STMT_WARN:
		insn = emit(lin, OOMT_OP_WARN);
		insn->imm = stmt->signal;
		break;
	case OOMT_STMT_LOG:
		insn = emit(lin, OOMT_OP_LOG);
		insn->imm = oomt_image_text(&lin->out, stmt->text, stmt->len);
		break;
	case OOMT_STMT_LIMIT:
		emit_limit(lin, &stmt->limit);
		return;
	default:
		return;
	}
	insn->arg = rule;
}

static void emit_verdict(struct oomt_linearize *lin,
			 const struct oomt_verdict_node *verdict, u32 rule)
{
	struct oomt_insn insn = { .arg = rule };

	switch (verdict->word) {
	case OOMT_VERDICT_EXEMPT:
		insn.op = OOMT_OP_EXEMPT;
		break;
	case OOMT_VERDICT_KILL:
		insn.op = OOMT_OP_KILL;
		insn.imm = action_of(lin, verdict);
		break;
	case OOMT_VERDICT_CONTINUE:
		insn.op = OOMT_OP_CONTINUE;
		break;
	case OOMT_VERDICT_JUMP:
	case OOMT_VERDICT_GOTO:
		insn.op = verdict->word == OOMT_VERDICT_JUMP ? OOMT_OP_JUMP :
							       OOMT_OP_GOTO;
		insn.imm = verdict->target->index;
		break;
	case OOMT_VERDICT_RETURN:
		insn.op = OOMT_OP_RETURN;
		break;
	case OOMT_VERDICT_NONE:
		return;
	}
	if (verdict->dry) {
		insn.imm = insn.imm << 8 | insn.op;
		insn.op = OOMT_OP_DRY;
	}
	*emit(lin, insn.op) = insn;
}

static void rule_write(struct oomt_linearize *lin, u32 chain,
		       const struct oomt_rule_node *rule)
{
	u32 index = lin->out.RULES_count, first = lin->out.INSNS_count, at;
	u32 comment = oomt_image_text(&lin->out, rule->comment ? : "",
				      rule->comment_len);
	struct oomt_loc loc = loc_of(lin, rule->span);
	struct oomt_rule *place = oomt_image_add_RULES(&lin->out, 1);
	const struct oomt_match *match;
	const struct oomt_stmt *stmt;
	u32 end;

	for (match = rule->match; match; match = match->next)
		emit_match(lin, match,
			   rule->verdict.word == OOMT_VERDICT_EXEMPT);
	/* A dry rule is as if it were not there, but it is counted. */
	for (stmt = rule->stmt; stmt; stmt = stmt->next)
		if (!rule->verdict.dry || stmt->kind == OOMT_STMT_COUNTER)
			emit_stmt(lin, stmt, index);
	emit_verdict(lin, &rule->verdict, index);
	if (!place || lin->out.failed)
		return;
	end = lin->out.INSNS_count;
	for (at = first; at < end; at++)
		if (leads_to_end(&lin->out.INSNS[at]))
			lin->out.INSNS[at].arg = end - at;
	place->loc = loc;
	place->comment = comment;
	place->chain = chain;
	place->code = first;
	place->code_len = end - first;
}

/* ---- conditions ---------------------------------------------------------- */

static void emit_cmp(struct oomt_linearize *lin, const struct oomt_expr *expr)
{
	bool system = expr->of == OOMT_OF_SYSTEM;
	struct oomt_insn *insn = emit(lin, system ? OOMT_OP_CMP :
						    OOMT_OP_CMP_CGROUP);

	insn->field = expr->metric;
	insn->cmp = expr->cmp;
	insn->imm = expr->imm;
	if (expr->of == OOMT_OF_CGROUP)
		insn->arg = oomt_image_text(&lin->out, expr->path.text,
					    expr->path.len);
	if (expr->operand == OOMT_OPERAND_PERCENT)
		insn->flags = OOMT_I_PERCENT;
	else if (expr->operand == OOMT_OPERAND_METRIC)
		insn->flags = OOMT_I_METRIC;
}

static void emit_for(struct oomt_linearize *lin, const struct oomt_expr *expr)
{
	struct oomt_insn *insn = emit(lin, OOMT_OP_FOR);

	insn->arg = lin->out.for_states++;
	insn->imm = expr->for_ns;
}

/* Its matches are written behind the condition. */
static void emit_exists(struct oomt_linearize *lin,
			const struct oomt_expr *expr)
{
	emit(lin, OOMT_OP_EXISTS);
	if (lin->out.failed || lin->exists_count == OOMT_COND_INSNS_MAX)
		return;
	lin->exists[lin->exists_count] = expr;
	lin->exists_at[lin->exists_count++] = lin->out.INSNS_count - 1;
}

/* Postfix: a b AND c AND.  Recursion is bounded by the parser. */
static void emit_expr(struct oomt_linearize *lin, const struct oomt_expr *expr)
{
	const struct oomt_expr *child;

	if (expr->kind == OOMT_EXPR_CMP)
		emit_cmp(lin, expr);
	else if (expr->kind == OOMT_EXPR_EXISTS)
		emit_exists(lin, expr);
	for (child = expr->child; child; child = child->next) {
		emit_expr(lin, child);
		if (expr->kind == OOMT_EXPR_NOT)
			emit(lin, OOMT_OP_NOT);
		else if (expr->kind == OOMT_EXPR_FOR)
			emit_for(lin, expr);
		else if (child != expr->child)
			emit(lin, expr->kind == OOMT_EXPR_AND ? OOMT_OP_AND :
								OOMT_OP_OR);
	}
}

/* The matches of every `exists`, each leading to the end of its own. */
static void emit_exists_matches(struct oomt_linearize *lin)
{
	const struct oomt_match *match;
	u32 i, first, at;

	for (i = 0; i < lin->exists_count; i++) {
		first = lin->out.INSNS_count;
		for (match = lin->exists[i]->match; match; match = match->next)
			emit_match(lin, match, false);
		if (lin->out.failed)
			return;
		for (at = first; at < lin->out.INSNS_count; at++)
			lin->out.INSNS[at].arg = lin->out.INSNS_count - at;
		lin->out.INSNS[lin->exists_at[i]].imm = first;
		lin->out.INSNS[lin->exists_at[i]].arg =
			lin->out.INSNS_count - first;
	}
}

static void emit_cond(struct oomt_linearize *lin, const struct oomt_expr *expr,
		      u32 *first, u32 *len)
{
	*first = lin->out.INSNS_count;
	lin->exists_count = 0;
	if (expr)
		emit_expr(lin, expr);
	*len = lin->out.INSNS_count - *first;
	emit_exists_matches(lin);
}

/* ---- chains -------------------------------------------------------------- */

static u32 scope_of(struct oomt_linearize *lin, const struct oomt_value *scope)
{
	return scope ? oomt_linearize_scope(lin, scope) : OOMT_NONE;
}

static void head_write(struct oomt_linearize *lin, struct oomt_chain *chain,
		       const struct oomt_chain_node *node)
{
	const struct oomt_header *header = &node->header;

	chain->name = oomt_image_text(&lin->out, node->name,
				      strlen(node->name));
	chain->hook = header->hook;
	chain->order = header->order;
	chain->priority = header->priority;
	chain->deadline_ms = header->deadline_ms;
	chain->cooldown_ms = header->cooldown_ms;
	chain->scope = scope_of(lin, header->scope);
	chain->policy_action = OOMT_NONE;
	if (header->dry)
		chain->flags |= OOMT_CHAIN_DRY;
	if (header->asc)
		chain->flags |= OOMT_CHAIN_ASC;
	if (header->fallback_kernel)
		chain->flags |= OOMT_CHAIN_FALLBACK_KERNEL;
	if (oomt_expr_of_scope(header->when)) {
		chain->flags |= OOMT_CHAIN_EACH;
		chain->each = oomt_linearize_atom(lin, OOMT_F_CGROUP, false,
						  header->scope ? :
						  lin->policy->scope);
	}
	if (header->policy.word == OOMT_VERDICT_EXEMPT)
		chain->policy = OOMT_POLICY_EXEMPT;
	if (header->policy.word == OOMT_VERDICT_KILL) {
		chain->policy = OOMT_POLICY_KILL;
		chain->policy_action = action_of(lin, &header->policy);
	}
	chain->loc = loc_of(lin, node->name_span);
	chain->policy_loc = loc_of(lin, header->span[OOMT_H_POLICY]);
}

static void chain_write(struct oomt_linearize *lin, u32 index,
			const struct oomt_chain_node *node)
{
	const struct oomt_rule_node *rule;
	struct oomt_chain chain = { 0 };

	head_write(lin, &chain, node);
	emit_cond(lin, node->header.when, &chain.when, &chain.when_len);
	emit_cond(lin, node->header.until, &chain.until, &chain.until_len);
	chain.code = lin->out.INSNS_count;
	chain.rule = lin->out.RULES_count;
	chain.rule_count = node->rule_count;
	for (rule = node->rule; rule; rule = rule->next)
		rule_write(lin, index, rule);
	emit(lin, OOMT_OP_END);
	chain.code_len = lin->out.INSNS_count - chain.code;
	if (!lin->out.failed)
		lin->out.CHAINS[index] = chain;
}

/* ---- automata ------------------------------------------------------------ */

/* How hard a pattern is on the automaton: runs that are not at its end. */
static u32 pattern_weight(const struct oomt_elem *elem, bool path)
{
	struct oomt_glob glob = {
		.text = elem->lit.text, .len = elem->lit.len, .path = path,
	};
	struct oomt_glob_item item;
	u32 weight = 0;

	/* What comes before it is not known, so it is a run by itself. */
	if (elem->regex)
		return 1 + (u32)elem->lit.len;

	while (oomt_glob_next(&glob, &item) > 0)
		weight += glob.at < glob.len &&
			  (item.kind == OOMT_GLOB_RUN ||
			   item.kind == OOMT_GLOB_COMPONENTS);
	return weight;
}

static int pattern_add(struct oomt_nfa *nfa, u32 atom, const char *text,
		       size_t len, bool regex, bool path)
{
	return regex ? oomt_nfa_add_ere(nfa, atom, text, len) :
		       oomt_nfa_add_glob(nfa, atom, text, len, path);
}

/* Whether an expression is too large even by itself. */
static bool too_large_alone(const struct oomt_elem *elem)
{
	struct oomt_rows rows = { 0 };
	struct oomt_nfa nfa;
	int err = oomt_nfa_init(&nfa);

	if (!err)
		err = oomt_nfa_add_ere(&nfa, 0, elem->lit.text, elem->lit.len);
	if (!err) {
		err = oomt_determinize(&nfa, &rows);
		oomt_rows_exit(&rows);
	}
	oomt_nfa_exit(&nfa);
	return err == -E2BIG;
}

#define ALONE_MAX	4	/* expressions that are tried */

/* Reports the first expression of the field that no automaton can hold. */
static bool culprit_find(struct oomt_linearize *lin, unsigned int field)
{
	const struct oomt_elem *elem;
	u32 atom, tried = 0;

	for (atom = 0; atom < lin->out.ATOMS_count; atom++) {
		if (lin->out.ATOMS[atom].field != field)
			continue;
		elem = oomt_value_elems(lin->atom_value[atom]);
		for (; elem; elem = elem->next) {
			if (!elem->regex || ++tried > ALONE_MAX ||
			    !too_large_alone(elem))
				continue;
			oomt_diag_add(lin->diags, OOMT_ERROR,
				      "pattern-too-large", elem->span,
				      "this expression needs too large an automaton: repeat less of what can begin anywhere");
			return true;
		}
	}
	return false;
}

static void automaton_too_large(struct oomt_linearize *lin, unsigned int field)
{
	bool path = oomt_field_type(field) == OOMT_T_PATH;
	struct oomt_span span = { 0 };
	const struct oomt_elem *elem;
	u32 heaviest = 0, atom, weight;

	if (culprit_find(lin, field))
		return;
	for (atom = 0; atom < lin->out.ATOMS_count; atom++) {
		if (lin->out.ATOMS[atom].field != field)
			continue;
		elem = oomt_value_elems(lin->atom_value[atom]);
		for (; elem; elem = elem->next) {
			weight = pattern_weight(elem, path);
			if (weight >= heaviest) {
				heaviest = weight;
				span = elem->span;
			}
		}
	}
	oomt_diag_add(lin->diags, OOMT_ERROR, "pattern-too-large", span,
		      heaviest ?
		      "the patterns of %s together need too large an automaton; this one has the most * that are not at its end" :
		      "the patterns of %s together need too large an automaton: they are too many, or too long",
		      oomt_field_name(field));
}

static int automaton_of(struct oomt_linearize *lin, unsigned int field)
{
	const struct oomt_image_out *out = &lin->out;
	bool path = oomt_field_type(field) == OOMT_T_PATH, any = false;
	struct oomt_nfa nfa;
	int err = oomt_nfa_init(&nfa);
	u32 atom, i;

	for (atom = 0; atom < out->ATOMS_count && !err; atom++) {
		const struct oomt_atom *a = &out->ATOMS[atom];

		if (a->field != field)
			continue;
		any = true;
		for (i = a->first; i < a->first + a->count && !err; i++) {
			const char *text = out->STRINGS +
					   out->PATTERNS[i].text;

			err = pattern_add(&nfa, atom, text, strlen(text),
					  out->PATTERNS[i].kind ==
						  OOMT_PAT_REGEX, path);
		}
	}
	if (!err && any)
		err = oomt_automaton_add(&lin->out, field, &nfa);
	oomt_nfa_exit(&nfa);
	if (err == -E2BIG) {
		automaton_too_large(lin, field);
		err = 0;
	}
	return err;
}

/* ---- the whole ----------------------------------------------------------- */

static int policy_write(struct oomt_linearize *lin)
{
	const struct oomt_policy *policy = lin->policy;
	unsigned int field;
	int err = 0;
	u32 i;

	lin->out.name = oomt_image_text(&lin->out, policy->name,
					strlen(policy->name));
	lin->out.scope = scope_of(lin, policy->scope);
	oomt_image_add_CHAINS(&lin->out, policy->chain_count);
	for (i = 0; i < policy->chain_count; i++)
		chain_write(lin, i, policy->order[i]);
	if (lin->failed || lin->out.failed)
		return lin->out.too_large ? -E2BIG : -ENOMEM;
	for (field = 0; field < OOMT_F_COUNT && !err; field++)
		if (oomt_field_is_text(field))
			err = automaton_of(lin, field);
	return lin->out.too_large ? -E2BIG : err;
}

/* What is written is proven before anyone gets it. */
static int blob_verify(const struct oomt_policy *policy,
		       struct oomt_blob *blob, struct oomt_diags *diags)
{
	struct oomt_refused why;
	struct oomt_table table;
	int err = oomt_verify(blob->data, blob->size, OOMT_FOR_USER, &table,
			      &why);

	if (err == -EINVAL)
		oomt_diag_add(diags, OOMT_ERROR, "refused",
			      oomt_policy_refusal_span(policy, why.refusal,
						       why.index, why.rule),
			      "%s", oomt_refusal_text(why.refusal));
	return err;
}

static void linearize_exit(struct oomt_linearize *lin)
{
	oomt_image_exit(&lin->out);
	oomt_intern_exit(&lin->atoms);
	oomt_intern_exit(&lin->sets);
	oomt_intern_exit(&lin->actions);
	oomt_intern_exit(&lin->named);
	free(lin->operand);
	free(lin->atom_value);
	oomt_arena_exit(&lin->arena);
}

int oomt_policy_compile(const struct oomt_policy *policy,
			struct oomt_blob *image, struct oomt_diags *diags)
{
	struct oomt_linearize lin = { .policy = policy, .diags = diags };
	int err;

	image->data = NULL;
	image->size = 0;
	if (diags->errors || !policy->order)
		return -EINVAL;
	oomt_image_init(&lin.out);
	err = policy_write(&lin);
	if (!err)
		err = oomt_image_finish(&lin.out, image);
	linearize_exit(&lin);
	if (err == -E2BIG)
		oomt_diag_add(diags, OOMT_ERROR, "too-large",
			      oomt_policy_rule_span(policy, OOMT_NONE),
			      "the table is larger than %u MiB when compiled",
			      OOMT_IMAGE_MAX >> 20);
	if (!err && !diags->errors)
		err = blob_verify(policy, image, diags);
	if (diags->errors)
		err = -EINVAL;
	if (err)
		oomt_blob_exit(image);
	return err;
}
