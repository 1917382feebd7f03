// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Typed AST -> canonical text.  It says what the policy means, not how it was
 * written: numbers in their largest unit, defaults left out, users as numbers.
 * What it prints compiles to the same table again.  Called by `oomctl list`.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include "ast.h"
#include "names.h"
#include "ruleset.h"

#define LINE_WIDTH	80
#define TAB_WIDTH	8

/* A line that breaks after commas when it gets too long. */
struct line {
	FILE *out;
	unsigned int column;
	unsigned int indent;		/* tabs */
};

static void put(struct line *line, const char *text)
{
	fputs(text, line->out);
	line->column += strlen(text);
}

static void begin(struct line *line, unsigned int indent)
{
	unsigned int i;

	for (i = 0; i < indent; i++)
		fputc('\t', line->out);
	line->indent = indent;
	line->column = indent * TAB_WIDTH;
}

static void end(struct line *line)
{
	fputc('\n', line->out);
	line->column = 0;
}

/* ---- values -------------------------------------------------------------- */

static bool is_plain(unsigned char c)
{
	return c >= 0x20 && c < 0x7f && c != '"' && c != '\\';
}

/* One byte of a string as text; buf holds 5 bytes. */
static const char *byte_text(unsigned char c, char buf[5])
{
	if (is_plain(c))
		snprintf(buf, 5, "%c", c);
	else if (c == '"' || c == '\\')
		snprintf(buf, 5, "\\%c", c);
	else if (c == '\n')
		snprintf(buf, 5, "\\n");
	else if (c == '\t')
		snprintf(buf, 5, "\\t");
	else
		snprintf(buf, 5, "\\x%02X", c);
	return buf;
}

static unsigned int string_width(const char *text, size_t len)
{
	unsigned int width = 2;
	char buf[5];
	size_t i;

	for (i = 0; i < len; i++)
		width += strlen(byte_text(text[i], buf));
	return width;
}

static void put_number(struct line *line, s64 value)
{
	char buf[OOMT_LITERAL_TEXT];

	snprintf(buf, sizeof(buf), "%lld", (long long)value);
	put(line, buf);
}

static void put_string(struct line *line, const char *text, size_t len)
{
	char buf[5];
	size_t i;

	put(line, "\"");
	for (i = 0; i < len; i++)
		put(line, byte_text(text[i], buf));
	put(line, "\"");
}

static const char *number_text(unsigned int field, s64 value, bool percent,
			       char buf[OOMT_LITERAL_TEXT])
{
	if (percent)
		return oomt_percent_text(value, buf);
	switch (oomt_field_type(field)) {
	case OOMT_T_SIZE:
		return oomt_size_text(value, buf);
	case OOMT_T_TIME:
		return oomt_time_text(value, buf);
	case OOMT_T_RATE:
		return oomt_rate_text(value, buf);
	default:
		snprintf(buf, OOMT_LITERAL_TEXT, "%lld", (long long)value);
		return buf;
	}
}

#define ELEM_TEXT	(2 * OOMT_LITERAL_TEXT + 1)

static const char *elem_number(unsigned int field,
			       const struct oomt_elem *elem,
			       char buf[ELEM_TEXT])
{
	char low[OOMT_LITERAL_TEXT], high[OOMT_LITERAL_TEXT];

	number_text(field, elem->lo, elem->lo_percent, low);
	number_text(field, elem->hi, elem->hi_percent, high);
	if (elem->lo == elem->hi && elem->lo_percent == elem->hi_percent)
		snprintf(buf, ELEM_TEXT, "%s", low);
	else
		snprintf(buf, ELEM_TEXT, "%s-%s", low, high);
	return buf;
}

/*
 * A regular expression is written raw, so that its backslashes can be read,
 * unless it holds what cannot stand so.
 */
static bool is_raw(const struct oomt_elem *elem)
{
	size_t i;

	for (i = 0; elem->regex && i < elem->lit.len; i++) {
		unsigned char c = elem->lit.text[i];

		if (c == '\'' || c < 0x20 || c >= 0x7f)
			return false;
	}
	return elem->regex;
}

static void put_elem(struct line *line, unsigned int field,
		     const struct oomt_elem *elem)
{
	char buf[ELEM_TEXT];

	if (is_raw(elem)) {
		put(line, "'");
		put(line, elem->lit.text);
		put(line, "'");
	} else if (oomt_field_is_text(field)) {
		put_string(line, elem->lit.text, elem->lit.len);
	} else {
		put(line, elem_number(field, elem, buf));
	}
}

static unsigned int elem_width(unsigned int field,
			       const struct oomt_elem *elem)
{
	char buf[ELEM_TEXT];

	if (is_raw(elem))
		return elem->lit.len + 2;
	if (oomt_field_is_text(field))
		return string_width(elem->lit.text, elem->lit.len);
	return strlen(elem_number(field, elem, buf));
}

/* { a, b, ... }, broken over lines where it has to be. */
static void put_list(struct line *line, unsigned int field,
		     const struct oomt_elem *elem)
{
	unsigned int indent = line->indent;

	put(line, "{");
	for (; elem; elem = elem->next) {
		if (line->column + elem_width(field, elem) + 2 > LINE_WIDTH) {
			end(line);
			begin(line, indent + 1);
		} else {
			put(line, " ");
		}
		put_elem(line, field, elem);
		if (elem->next)
			put(line, ",");
	}
	put(line, " }");
	line->indent = indent;
}

static void put_value(struct line *line, unsigned int field,
		      const struct oomt_value *value)
{
	switch (value->kind) {
	case OOMT_VALUE_SET:
		put(line, "@");
		put(line, value->set->name);
		break;
	case OOMT_VALUE_LIST:
		put_list(line, field, value->elem);
		break;
	default:
		put_elem(line, field, value->elem);
		break;
	}
}

static void put_match(struct line *line, const struct oomt_match *match)
{
	if (match->ancestor)
		put(line, "ancestor ");
	put(line, oomt_field_name(match->field));
	put(line, " ");
	if (match->regex) {
		put(line, match->cmp == OOMT_CMP_EQ ? "~ " : "!~ ");
	} else if (match->cmp != OOMT_CMP_EQ) {
		put(line, oomt_cmp_name(match->cmp));
		put(line, " ");
	}
	put_value(line, match->field, match->value);
}

/* ---- conditions ---------------------------------------------------------- */

static enum oomt_type put_metric(struct line *line,
				 const struct oomt_expr *expr)
{
	if (expr->of == OOMT_OF_SYSTEM) {
		put(line, oomt_metric_name(expr->metric));
		return oomt_metric_type(expr->metric);
	}
	if (expr->of == OOMT_OF_CGROUP) {
		put(line, "cgroup ");
		put_string(line, expr->path.text, expr->path.len);
		put(line, " ");
	} else {
		put(line, "scope ");
	}
	put(line, oomt_cgroup_metric_name(expr->metric));
	return oomt_cgroup_metric_type(expr->metric);
}

static void put_cmp(struct line *line, const struct oomt_expr *expr)
{
	enum oomt_type type = put_metric(line, expr);
	char buf[OOMT_LITERAL_TEXT];

	put(line, " ");
	put(line, oomt_cmp_name(expr->cmp));
	put(line, " ");
	if (expr->operand == OOMT_OPERAND_METRIC)
		put(line, oomt_metric_name(expr->imm));
	else if (expr->operand == OOMT_OPERAND_PERCENT ||
		 type == OOMT_T_PERCENT)
		put(line, oomt_percent_text(expr->imm, buf));
	else if (type == OOMT_T_SIZE)
		put(line, oomt_size_text(expr->imm, buf));
	else
		put_number(line, expr->imm);
}

static void put_exists(struct line *line, const struct oomt_expr *expr)
{
	const struct oomt_match *match;

	put(line, "exists");
	for (match = expr->match; match; match = match->next) {
		put(line, " ");
		put_match(line, match);
	}
}

/* Whether a child must stand in parentheses to be read as it is. */
static bool needs_parentheses(const struct oomt_expr *expr,
			      const struct oomt_expr *child)
{
	switch (expr->kind) {
	case OOMT_EXPR_FOR:
		return child->kind != OOMT_EXPR_CMP;
	case OOMT_EXPR_NOT:
		return child->kind == OOMT_EXPR_AND ||
		       child->kind == OOMT_EXPR_OR;
	case OOMT_EXPR_AND:
		return child->kind == OOMT_EXPR_AND ||
		       child->kind == OOMT_EXPR_OR;
	default:
		return child->kind == OOMT_EXPR_OR;
	}
}

/* Recursion is bounded by the parser, and by the verifier's stack. */
static void put_expr(struct line *line, const struct oomt_expr *expr)
{
	const struct oomt_expr *child;
	char buf[OOMT_LITERAL_TEXT];

	if (expr->kind == OOMT_EXPR_CMP) {
		put_cmp(line, expr);
		return;
	}
	if (expr->kind == OOMT_EXPR_EXISTS) {
		put_exists(line, expr);
		return;
	}
	if (expr->kind == OOMT_EXPR_NOT)
		put(line, "not ");
	for (child = expr->child; child; child = child->next) {
		bool parentheses = needs_parentheses(expr, child);

		if (parentheses)
			put(line, "(");
		put_expr(line, child);
		if (parentheses)
			put(line, ")");
		if (child->next)
			put(line, expr->kind == OOMT_EXPR_AND ? " and " :
								" or ");
	}
	if (expr->kind == OOMT_EXPR_FOR) {
		put(line, " for ");
		put(line, oomt_time_text(expr->for_ns, buf));
	}
}

/* ---- rules --------------------------------------------------------------- */

static void put_signal(struct line *line, int signal)
{
	const char *name = oomt_signal_name(signal);
	char buf[16];

	snprintf(buf, sizeof(buf), "%d", signal);
	put(line, " signal ");
	put(line, name ? name : buf);
}

static void put_unit(struct line *line, const struct oomt_action *action)
{
	if (action->unit == OOMT_UNIT_PROCESS)
		return;
	put(line, " ");
	put(line, oomt_unit_name(action->unit));
}

static void put_other(struct line *line,
		      const struct oomt_verdict_node *verdict)
{
	const struct oomt_action *action = &verdict->action;
	char buf[OOMT_LITERAL_TEXT];

	put(line, oomt_action_name(action->kind));
	put_unit(line, action);
	switch (action->kind) {
	case OOMT_ACT_FREEZE:
		if (!action->amount)
			break;
		put(line, " for ");
		put(line, oomt_time_text(action->amount, buf));
		break;
	case OOMT_ACT_RECLAIM:
		put(line, " ");
		put(line, oomt_size_text(action->amount, buf));
		break;
	default:
		put(line, " ");
		put_string(line, verdict->command, verdict->command_len);
		break;
	}
}

static void put_kill(struct line *line, const struct oomt_verdict_node *verdict)
{
	const struct oomt_action *action = &verdict->action;
	char buf[OOMT_LITERAL_TEXT];

	if (action->kind != OOMT_ACT_KILL) {
		put_other(line, verdict);
		return;
	}
	put(line, "kill");
	put_unit(line, action);
	if (action->grace_ms) {
		put(line, " grace ");
		put(line, oomt_time_text(action->grace_ms * 1000000LL, buf));
		if (action->signal != SIGTERM)
			put_signal(line, action->signal);
	}
	if (action->prefer) {
		snprintf(buf, sizeof(buf), " prefer %d", action->prefer);
		put(line, buf);
	}
	if (action->flags & OOMT_ACT_OVERRIDE)
		put(line, " override");
}

static void put_verdict(struct line *line,
			const struct oomt_verdict_node *verdict)
{
	if (verdict->dry)
		put(line, "dry ");
	switch (verdict->word) {
	case OOMT_VERDICT_EXEMPT:
		put(line, "exempt");
		break;
	case OOMT_VERDICT_KILL:
		put_kill(line, verdict);
		break;
	case OOMT_VERDICT_CONTINUE:
		put(line, "continue");
		break;
	case OOMT_VERDICT_GOTO:
		put(line, "goto ");
		put(line, verdict->target->name);
		break;
	case OOMT_VERDICT_JUMP:
		put(line, "jump ");
		put(line, verdict->target->name);
		break;
	case OOMT_VERDICT_RETURN:
		put(line, "return");
		break;
	case OOMT_VERDICT_NONE:
		break;
	}
}

static void put_limit(struct line *line, const struct oomt_limit *limit)
{
	put(line, "limit rate ");
	put_number(line, limit->count);
	put(line, "/");
	put(line, oomt_limit_name(limit->per_ns));
	if (limit->burst == 1)
		return;
	put(line, " burst ");
	put_number(line, limit->burst);
}

static void put_stmt(struct line *line, const struct oomt_stmt *stmt)
{
	char buf[32];

	switch (stmt->kind) {
	case OOMT_STMT_COUNTER:
		put(line, "counter");
		break;
	case OOMT_STMT_SCORE:
		snprintf(buf, sizeof(buf), "score %+lld",
			 (long long)stmt->points);
		put(line, buf);
		break;
	case OOMT_STMT_WARN:
		put(line, "warn");
		if (stmt->signal)
			put_signal(line, stmt->signal);
		break;
	case OOMT_STMT_LOG:
		put(line, "log ");
		put_string(line, stmt->text, stmt->len);
		break;
	case OOMT_STMT_LIMIT:
		put_limit(line, &stmt->limit);
		break;
	}
}

static void put_rule(struct line *line, const struct oomt_rule_node *rule)
{
	const struct oomt_match *match;
	const struct oomt_stmt *stmt;
	const char *space = "";

	begin(line, 1);
	for (match = rule->match; match; match = match->next, space = " ") {
		put(line, space);
		put_match(line, match);
	}
	for (stmt = rule->stmt; stmt; stmt = stmt->next, space = " ") {
		put(line, space);
		put_stmt(line, stmt);
	}
	if (rule->verdict.word != OOMT_VERDICT_NONE)
		put(line, space);
	put_verdict(line, &rule->verdict);
	if (rule->comment) {
		put(line, " comment ");
		put_string(line, rule->comment, rule->comment_len);
	}
	end(line);
}

/* ---- chains and sets ----------------------------------------------------- */

static void put_header(struct line *line, const char *name, const char *value)
{
	begin(line, 1);
	put(line, name);
	put(line, " ");
	put(line, value);
	end(line);
}

static void put_cond(struct line *line, const char *name,
		     const struct oomt_expr *expr)
{
	if (!expr)
		return;
	begin(line, 1);
	put(line, name);
	put(line, " ");
	put_expr(line, expr);
	end(line);
}

static void put_scope(struct line *line, unsigned int indent,
		      const struct oomt_value *scope)
{
	begin(line, indent);
	put(line, "scope cgroup ");
	put_value(line, OOMT_F_CGROUP, scope);
	end(line);
}

static void put_headers(struct line *line, const struct oomt_header *header)
{
	bool low = header->hook == OOMT_HOOK_LOW;
	bool acts = low || header->hook == OOMT_HOOK_OOM;
	char buf[OOMT_LITERAL_TEXT + 32];

	if (header->hook == OOMT_HOOK_NONE)
		return;
	put_header(line, "hook", oomt_hook_name(header->hook));
	if (header->priority) {
		snprintf(buf, sizeof(buf), "%d", header->priority);
		put_header(line, "priority", buf);
	}
	put_cond(line, "when", header->when);
	put_cond(line, "until", header->until);
	if (header->scope)
		put_scope(line, 1, header->scope);
	if (header->cooldown_ms)
		put_header(line, "cooldown",
			   oomt_time_text(header->cooldown_ms * 1000000LL,
					  buf));
	if (header->hook != OOMT_HOOK_GUARD &&
	    (header->order != OOMT_F_TOTAL || header->asc)) {
		snprintf(buf, sizeof(buf), "%s%s",
			 oomt_field_name(header->order),
			 header->asc ? " asc" : "");
		put_header(line, "order by", buf);
	}
	if (acts && header->deadline_ms != 1000)
		put_header(line, "deadline",
			   oomt_time_text(header->deadline_ms * 1000000LL,
					  buf));
	if (acts && header->fallback_kernel != low)
		put_header(line, "fallback", low ? "policy" : "kernel");
	if (header->policy.word != OOMT_VERDICT_NONE) {
		begin(line, 1);
		put(line, "policy ");
		put_verdict(line, &header->policy);
		end(line);
	}
	if (header->dry)
		put_header(line, "mode", "dry");
	line->column = 0;
}

static void put_chain(struct line *line, const struct oomt_chain_node *chain)
{
	const struct oomt_rule_node *rule;

	fprintf(line->out, "\nchain %s {\n", chain->name);
	put_headers(line, &chain->header);
	if (chain->header.hook != OOMT_HOOK_NONE && chain->rule)
		fputc('\n', line->out);
	for (rule = chain->rule; rule; rule = rule->next)
		put_rule(line, rule);
	fputs("}\n", line->out);
}

static void put_set(struct line *line, const struct oomt_set_node *set)
{
	fprintf(line->out, "\nset %s {\n\ttype %s\n", set->name,
		oomt_field_name(set->field));
	begin(line, 1);
	put(line, "elements = ");
	put_list(line, set->field, set->elem);
	end(line);
	fputs("}\n", line->out);
}

int oomt_policy_print(FILE *out, const struct oomt_policy *policy)
{
	struct line line = { .out = out };
	const struct oomt_chain_node *chain;
	const struct oomt_set_node *set;

	fprintf(out, "table %s\n", policy->name);
	if (policy->scope)
		put_scope(&line, 0, policy->scope);
	for (set = policy->set; set; set = set->next)
		put_set(&line, set);
	for (chain = policy->chain; chain; chain = chain->next)
		put_chain(&line, chain);
	return ferror(out) ? -EIO : 0;
}
