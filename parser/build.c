// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * What the grammar's actions do beyond joining nodes: names, literals, header
 * lines, and the errors that are known while reading.  Types and references
 * are resolve*.c's business.
 */
#include <stdio.h>
#include <string.h>
#include "names.h"
#include "parse.h"
#include "grammar.h"
#include "suggest.h"

#define POINTS_MAX	1000000		/* engine/verify_code.c */

void oomt_parse_error(struct oomt_parse *p, const char *id,
		      struct oomt_span span, const char *fmt, ...)
{
	char text[512];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	oomt_diag_add(p->diags, OOMT_ERROR, id, span, "%s", text);
	p->reported = true;
	if (p->chain)
		p->chain->broken = true;
	if (p->set)
		p->set->broken = true;
}

/* ---- names --------------------------------------------------------------- */

static bool name_fits(struct oomt_parse *p, struct oomt_span name)
{
	if (memchr(oomt_span_text(name), '.', name.end - name.begin)) {
		oomt_parse_error(p, "bad-name", name,
				 "a name has no dots");
		return false;
	}
	if (name.end - name.begin < OOMT_NAME_MAX)
		return true;
	oomt_parse_error(p, "name-too-long", name,
			 "a name has at most %d characters",
			 OOMT_NAME_MAX - 1);
	return false;
}

int oomt_build_table(struct oomt_parse *p, struct oomt_span name)
{
	if (!name_fits(p, name))
		return 0;
	if (p->policy->name_span.source) {
		oomt_parse_error(p, "duplicate", name,
				 "the table has a name already: %s, line %u",
				 p->policy->name, p->policy->name_span.line);
		return 0;
	}
	p->policy->name_span = name;
	p->policy->name = oomt_arena_copy(&p->policy->arena,
					  oomt_span_text(name),
					  name.end - name.begin);
	return p->policy->name ? 0 : -ENOMEM;
}

int oomt_build_chain(struct oomt_parse *p, struct oomt_span name)
{
	bool fits = name_fits(p, name);
	struct oomt_chain_node *chain;

	chain = oomt_chain_open(p->policy, oomt_span_text(name),
				name.end - name.begin, name);
	if (!chain)
		return -ENOMEM;
	p->chain = chain;
	p->chain_reopened = chain->name_span.begin != name.begin ||
			    chain->name_span.source != name.source;
	chain->broken |= !fits;
	if (p->chain_reopened && oomt_header_given(&chain->header,
						   OOMT_H_HOOK))
		oomt_parse_error(p, "duplicate", name,
				 "base chain %s is defined already, line %u; only a plain chain may be opened again",
				 chain->name, chain->name_span.line);
	return 0;
}

/* A block whose name cannot be read: it is read, and thrown away. */
int oomt_build_nameless(struct oomt_parse *p, bool set)
{
	struct oomt_span nowhere = { 0 };

	p->chain_reopened = false;
	if (set)
		p->set = oomt_set_open(p->policy, "?", 1, nowhere);
	else
		p->chain = oomt_chain_new(p->policy, "?", 1, nowhere);
	if (set ? !p->set : !p->chain)
		return -ENOMEM;
	*(set ? &p->set->broken : &p->chain->broken) = true;
	return 0;
}

int oomt_build_set(struct oomt_parse *p, struct oomt_span name)
{
	bool fits = name_fits(p, name);

	p->set = oomt_set_open(p->policy, oomt_span_text(name),
			       name.end - name.begin, name);
	if (!p->set)
		return -ENOMEM;
	p->set->broken |= !fits;
	return 0;
}

int oomt_build_target(struct oomt_parse *p, struct oomt_span name,
		      struct oomt_verdict_node *verdict)
{
	verdict->target_span = name;
	verdict->target_name = oomt_arena_copy(&p->policy->arena,
					       oomt_span_text(name),
					       name.end - name.begin);
	return verdict->target_name ? 0 : -ENOMEM;
}

void oomt_build_scope(struct oomt_parse *p, struct oomt_span line,
		      struct oomt_value *value)
{
	if (p->policy->scope) {
		oomt_parse_error(p, "duplicate", line,
				 "scope is given already, line %u",
				 p->policy->scope_span.line);
		return;
	}
	p->policy->scope = value;
	p->policy->scope_span = line;
}

/* ---- sets ---------------------------------------------------------------- */

void oomt_build_set_type(struct oomt_parse *p, struct oomt_span word)
{
	int field = oomt_field_find(oomt_span_text(word),
				    word.end - word.begin);

	if (p->set->field >= 0 && p->set->field != field) {
		oomt_parse_error(p, "set-type", word,
				 "set %s is of type %s already, line %u",
				 p->set->name, oomt_field_name(p->set->field),
				 p->set->type_span.line);
		return;
	}
	p->set->field = field;
	p->set->type_span = word;
}

void oomt_build_set_elems(struct oomt_parse *p, struct oomt_elems elems)
{
	if (p->set->elem_last)
		p->set->elem_last->next = elems.first;
	else
		p->set->elem = elems.first;
	p->set->elem_last = elems.last;
	p->set->elem_count += elems.count;
}

/* ---- header lines -------------------------------------------------------- */

bool oomt_build_header(struct oomt_parse *p, enum oomt_header_line line,
		       struct oomt_span span)
{
	struct oomt_header *header = &p->chain->header;

	if (oomt_header_given(header, line)) {
		oomt_parse_error(p, "duplicate", span,
				 "%s is given already, line %u",
				 oomt_header_name(line),
				 header->span[line].line);
		return false;
	}
	header->given |= 1U << line;
	header->span[line] = span;
	if (p->chain->rule)
		oomt_parse_error(p, "header-late", span,
				 "header lines come before the rules");
	else if (line != OOMT_H_HOOK && p->chain_reopened)
		oomt_parse_error(p, "header-late", span,
				 "header lines stand where chain %s is opened first, line %u",
				 p->chain->name, p->chain->name_span.line);
	return true;
}

static bool span_is(struct oomt_span span, const char *word)
{
	return strlen(word) == span.end - span.begin &&
	       !memcmp(oomt_span_text(span), word, span.end - span.begin);
}

void oomt_parse_unknown(struct oomt_parse *p, const char *what,
			struct oomt_span word, const char *const *known)
{
	char did_you[OOMT_SUGGEST_TEXT];
	struct oomt_suggest suggest;

	oomt_suggest_init(&suggest, oomt_span_text(word),
			  word.end - word.begin);
	for (; *known && !oomt_diags_full(p->diags); known++)
		oomt_suggest_offer(&suggest, *known);
	oomt_parse_error(p, "unknown-word", word, "unknown %s %.*s%s", what,
			 oomt_span_len(word), oomt_span_text(word),
			 oomt_suggest_text(&suggest, did_you));
}

void oomt_build_hook(struct oomt_parse *p, struct oomt_span line,
		     struct oomt_span name)
{
	static const char *const known[] = { "guard", "low", "oom", "memcg",
					     NULL };
	int hook = oomt_hook_find(oomt_span_text(name), name.end - name.begin);

	if (hook <= OOMT_HOOK_NONE) {
		oomt_parse_unknown(p, "hook", name, known);
		return;
	}
	if (p->chain_reopened && !oomt_header_given(&p->chain->header,
						    OOMT_H_HOOK)) {
		oomt_parse_error(p, "duplicate", line,
				 "chain %s is defined already, line %u; only a plain chain may be opened again",
				 p->chain->name, p->chain->name_span.line);
		return;
	}
	if (!oomt_build_header(p, OOMT_H_HOOK, line))
		return;
	p->chain->header.hook = hook;
}

void oomt_build_priority(struct oomt_parse *p, struct oomt_span line,
			 const struct oomt_literal *lit)
{
	if (!oomt_build_header(p, OOMT_H_PRIORITY, line) ||
	    lit->kind == OOMT_L_BAD)
		return;
	if (lit->kind != OOMT_L_NUMBER || lit->value > INT_MAX) {
		oomt_parse_error(p, "bad-number", lit->span,
				 "a priority is a plain number, at most %d",
				 INT_MAX);
		return;
	}
	p->chain->header.priority = lit->negative ? -lit->value : lit->value;
}

void oomt_build_fallback(struct oomt_parse *p, struct oomt_span line,
			 struct oomt_span word)
{
	static const char *const known[] = { "policy", "kernel", NULL };

	if (!oomt_build_header(p, OOMT_H_FALLBACK, line))
		return;
	if (span_is(word, "kernel"))
		p->chain->header.fallback_kernel = true;
	else if (!span_is(word, "policy"))
		oomt_parse_unknown(p, "fallback", word, known);
}

void oomt_build_mode(struct oomt_parse *p, struct oomt_span line,
		     struct oomt_span word)
{
	static const char *const known[] = { "dry", "enforce", NULL };

	if (!oomt_build_header(p, OOMT_H_MODE, line))
		return;
	if (span_is(word, "dry"))
		p->chain->header.dry = true;
	else if (!span_is(word, "enforce"))
		oomt_parse_unknown(p, "mode", word, known);
}

void oomt_build_order(struct oomt_parse *p, struct oomt_span line,
		      struct oomt_span word, bool asc)
{
	int field = oomt_field_find(oomt_span_text(word),
				    word.end - word.begin);

	if (!oomt_build_header(p, OOMT_H_ORDER, line))
		return;
	p->chain->header.asc = asc;
	if (field < 0)
		oomt_build_unknown(p, word);
	else if (oomt_field_is_text(field))
		oomt_parse_error(p, "bad-order", word,
				 "candidates are ordered by a number, not by %s",
				 oomt_field_name(field));
	else
		p->chain->header.order = field;
}

void oomt_build_policy(struct oomt_parse *p, struct oomt_span line,
		       const struct oomt_verdict_node *verdict)
{
	if (!oomt_build_header(p, OOMT_H_POLICY, line))
		return;
	p->chain->header.policy = *verdict;
	if (!p->reported &&
	    !oomt_verdict_is(verdict, OOMT_VERDICT_EXEMPT) &&
	    (!oomt_verdict_is(verdict, OOMT_VERDICT_KILL) ||
	     verdict->action.kind != OOMT_ACT_KILL))
		oomt_parse_error(p, "bad-policy", verdict->span,
				 "a policy is exempt or kill");
}

/* ---- rules --------------------------------------------------------------- */

bool oomt_build_unit_unknown(struct oomt_parse *p, struct oomt_span word)
{
	static const char *const known[] = {
		"process", "tree", "pgrp", "cgroup", "app",
		"grace", "signal", "prefer", "override", "comment", NULL,
	};

	if (oomt_unit_find(oomt_span_text(word), word.end - word.begin) >= 0)
		return false;
	oomt_parse_unknown(p, "word", word, known);
	return true;
}

void oomt_build_unit(struct oomt_parse *p, struct oomt_span word,
		     struct oomt_verdict_node *verdict)
{
	int unit = oomt_unit_find(oomt_span_text(word), word.end - word.begin);

	if (oomt_build_unit_unknown(p, word))
		return;
	verdict->action.unit = unit;
}

s64 oomt_build_points(struct oomt_parse *p, const struct oomt_literal *lit)
{
	if (lit->kind == OOMT_L_BAD)
		return 0;
	if (lit->kind != OOMT_L_NUMBER || lit->value > POINTS_MAX) {
		oomt_parse_error(p, "bad-number", lit->span,
				 "score takes a plain number, at most %d",
				 POINTS_MAX);
		return 0;
	}
	return lit->negative ? -lit->value : lit->value;
}

/* Whether a match, statement, verdict or header line begins with it. */
static bool begins_rule(int token)
{
	switch (token) {
	case OOMT_TOK_ANCESTOR: case OOMT_TOK_COMMENT: case OOMT_TOK_CONTINUE:
	case OOMT_TOK_COOLDOWN: case OOMT_TOK_COUNTER: case OOMT_TOK_DEADLINE:
	case OOMT_TOK_DRY: case OOMT_TOK_EXEC: case OOMT_TOK_EXEMPT:
	case OOMT_TOK_FALLBACK: case OOMT_TOK_FREEZE: case OOMT_TOK_GOTO:
	case OOMT_TOK_HOOK: case OOMT_TOK_JUMP: case OOMT_TOK_KILL:
	case OOMT_TOK_LIMIT: case OOMT_TOK_LOG: case OOMT_TOK_MODE:
	case OOMT_TOK_ORDER: case OOMT_TOK_POLICY: case OOMT_TOK_PRIORITY:
	case OOMT_TOK_RECLAIM: case OOMT_TOK_RETURN: case OOMT_TOK_SCOPE:
	case OOMT_TOK_SCORE: case OOMT_TOK_UNTIL: case OOMT_TOK_WARN:
	case OOMT_TOK_WHEN:
		return true;
	default:
		return false;
	}
}

/*
 * A word that begins no match, statement, verdict or header line.  Only the
 * first one of a statement is reported: what follows it is its consequence.
 */
void oomt_build_unknown(struct oomt_parse *p, struct oomt_span word)
{
	char did_you[OOMT_SUGGEST_TEXT];
	struct oomt_suggest suggest;
	/* Behind `exists` there are matches only. */
	bool exists = p->layout.first == OOMT_TOK_WHEN ||
		      p->layout.first == OOMT_TOK_UNTIL;
	const char *keyword;
	unsigned int i;
	int token;

	if (p->reported)
		return;
	if (oomt_diags_full(p->diags)) {
		oomt_parse_error(p, "unknown-word", word, "unknown word");
		return;
	}
	oomt_suggest_init(&suggest, oomt_span_text(word),
			  word.end - word.begin);
	for (i = 0; i < OOMT_F_COUNT; i++)
		oomt_suggest_offer(&suggest, oomt_field_name(i));
	for (i = 0; (keyword = oomt_keyword(i, &token)); i++)
		if (exists ? token == OOMT_TOK_ANCESTOR : begins_rule(token))
			oomt_suggest_offer(&suggest, keyword);
	if (oomt_metric_find(oomt_span_text(word), word.end - word.begin) >= 0)
		oomt_parse_error(p, "unknown-word", word,
				 "%.*s is of the system, not of a process: it stands in when and until",
				 oomt_span_len(word), oomt_span_text(word));
	else
		oomt_parse_error(p, "unknown-word", word,
				 "unknown word %.*s%s", oomt_span_len(word),
				 oomt_span_text(word),
				 oomt_suggest_text(&suggest, did_you));
}

void oomt_build_match(struct oomt_parse *p, struct oomt_rule_node *rule,
		      struct oomt_match *match)
{
	if (!match)
		return;
	if (rule->stmt && !p->match_late) {
		oomt_parse_error(p, "match-late", match->span,
				 "matches come before statements");
		p->match_late = true;
	}
	oomt_rule_add_match(rule, match);
}

void oomt_build_ancestor(struct oomt_parse *p, struct oomt_span line,
			 struct oomt_match *match)
{
	if (!match)
		return;
	if (match->ancestor && !p->reported)
		oomt_parse_error(p, "duplicate", line,
				 "ancestor is given already: it looks at all of them");
	match->ancestor = true;
	match->span = line;
}

void oomt_build_comment(struct oomt_rule_node *rule,
			const struct oomt_literal *text)
{
	if (!text->len)
		return;
	rule->comment = text->text;
	rule->comment_len = text->len;
}

/* A condition too deep is cut off, so that nobody has to walk it. */
struct oomt_expr *oomt_build_expr(struct oomt_parse *p, struct oomt_expr *expr)
{
	struct oomt_literal nothing = { .span = expr->span };

	if (expr->depth < OOMT_NESTING_MAX)
		return expr;
	if (!p->reported)
		oomt_parse_error(p, "too-deep", expr->span,
				 "conditions are nested deeper than %d",
				 OOMT_NESTING_MAX - 1);
	return oomt_expr_cmp(p->policy, expr->span, OOMT_METRIC_REPORTED,
			     OOMT_CMP_EQ, &nothing);
}
