// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Where statements end: language.md 2.  A newline ends one, but is white space
 * inside a list or parentheses, behind `,` `and` `or` `not`, and before a line
 * that begins with `and` or `or`.  The grammar behind this sees no newline,
 * only SEP at the end of every statement, also before the } of a block and at
 * the end of the file: that is what its error recovery holds on to.
 *
 * A { opens a block if its statement begins with `chain` or `set`, else a
 * list; behind a word that is unknown (`chian x {`) all of it is passed over.
 * A bracket that is never closed must not swallow the rest of the file:
 * a line that begins with a word which cannot stand inside it closes it.
 */
#include "parse.h"
#include "grammar.h"

static struct oomt_token raw_next(struct oomt_parse *p)
{
	struct oomt_layout *layout = &p->layout;
	struct oomt_token token;

	if (layout->ahead_count) {
		token = layout->ahead[0];
		layout->ahead[0] = layout->ahead[1];
		layout->ahead_count--;
		return token;
	}
	token.kind = oomt_raw_lex(&token, layout->scanner);
	if (token.kind == OOMT_RAW_END)
		token.span = (struct oomt_span){
			.source = p->scan.source,
			.begin = p->scan.offset,
			.end = p->scan.offset,
			.line = p->scan.line,
			.col = p->scan.offset - p->scan.line_begin + 1,
		};
	token.bad = p->scan.failed;
	p->scan.failed = false;
	return token;
}

/* Gives a token back: it comes next. */
static void raw_back(struct oomt_layout *layout, struct oomt_token token)
{
	layout->ahead[1] = layout->ahead[0];
	layout->ahead[0] = token;
	layout->ahead_count++;
}

static bool in_bracket(const struct oomt_layout *layout)
{
	return layout->depth && layout->bracket[layout->depth - 1].kind != 'b';
}

/* Whether a line inside a list or parentheses may begin with it. */
static bool continues_bracket(const struct oomt_layout *layout, int kind)
{
	if (layout->bracket[0].kind == 'x')
		return kind != OOMT_TOK_CHAIN && kind != OOMT_TOK_SET;
	switch (kind) {
	case OOMT_TOK_WORD:
	case OOMT_TOK_STRING:
	case OOMT_TOK_NUMBER:
	case OOMT_TOK_SETREF:
	case OOMT_TOK_DEFREF:
	case OOMT_TOK_CMP:
	case OOMT_TOK_REGEX:
	case OOMT_TOK_AND:
	case OOMT_TOK_OR:
	case OOMT_TOK_NOT:
	case '{': case '}': case '(': case ')':
	case ',': case '+': case '-':
	case OOMT_TOK_QUOTIENT:
	case OOMT_RAW_END:
		return true;
	case OOMT_TOK_FOR:
	case OOMT_TOK_LOWER:
	case OOMT_TOK_HIGHER:
	case OOMT_TOK_EXISTS:
	case OOMT_TOK_CGROUP:
	case OOMT_TOK_PGRP:
	case OOMT_TOK_FIELD:
	case OOMT_TOK_SCOPE:
	case OOMT_TOK_ANCESTOR:
		return layout->bracket[layout->depth - 1].kind == '(';
	default:
		return false;
	}
}

/* An end of statement that nobody wrote. */
static struct oomt_token sep_at(struct oomt_span span)
{
	struct oomt_token token = { .kind = OOMT_TOK_SEP, .span = span };

	token.span.end = span.begin;
	return token;
}

static struct oomt_token give(struct oomt_parse *p, struct oomt_token token)
{
	struct oomt_layout *layout = &p->layout;

	if (token.bad) {
		p->reported = true;
		if (p->chain)
			p->chain->broken = true;
		if (p->set)
			p->set->broken = true;
	}
	switch (token.kind) {
	case OOMT_TOK_EXEMPT:
	case OOMT_TOK_KILL:
	case OOMT_TOK_JUMP:
	case OOMT_TOK_GOTO:
	case OOMT_TOK_RETURN:
	case OOMT_TOK_CONTINUE:
		p->verdict_seen = true;
		break;
	default:
		break;
	}
	if (layout->first == OOMT_TOK_INCLUDE && !layout->depth &&
	    layout->last == OOMT_TOK_INCLUDE && token.kind == OOMT_TOK_STRING) {
		layout->include_at = token.span.begin;
		layout->including = true;
	}
	if (!layout->first && token.kind != OOMT_TOK_SEP)
		layout->first = token.kind;
	layout->last = token.kind;
	p->before = p->current;
	p->current = token;
	if (token.kind == OOMT_TOK_SEP && layout->including) {
		layout->including = false;
		oomt_include_enter(p, layout->include_at);
	}
	return token;
}

/* A new statement begins with the next token. */
static void statement_ends(struct oomt_parse *p)
{
	p->layout.first = 0;
}

static bool newline_is_space(struct oomt_parse *p, struct oomt_token *next)
{
	struct oomt_layout *layout = &p->layout;

	do {
		*next = raw_next(p);
	} while (next->kind == OOMT_RAW_NEWLINE);
	if (next->kind == OOMT_TOK_AND || next->kind == OOMT_TOK_OR)
		return true;
	/* Not so, but nothing else can be meant. */
	if (next->kind == '{' && !layout->depth &&
	    (layout->first == OOMT_TOK_CHAIN || layout->first == OOMT_TOK_SET)) {
		oomt_parse_error(p, "brace-line", next->span,
				 "the { stands on the line of its chain or set");
		return true;
	}
	switch (layout->last) {
	case ',':
	case OOMT_TOK_AND:
	case OOMT_TOK_OR:
	case OOMT_TOK_NOT:
		return next->kind != OOMT_RAW_END;
	default:
		break;
	}
	if (!in_bracket(layout) || next->kind == OOMT_RAW_END)
		return false;
	if (continues_bracket(layout, next->kind))
		return true;
	/* The bracket is not closed: what follows is another statement. */
	while (in_bracket(layout))
		layout->depth--;
	return false;
}

static struct oomt_token open_bracket(struct oomt_parse *p,
				      struct oomt_token token)
{
	struct oomt_layout *layout = &p->layout;
	struct oomt_bracket *bracket;
	bool block;

	if (layout->depth == OOMT_NESTING_MAX) {
		oomt_parse_error(p, "too-deep", token.span,
				 "brackets are nested deeper than %d",
				 OOMT_NESTING_MAX);
		layout->ended = true;
		token.kind = OOMT_RAW_END;
		return token;
	}
	block = token.kind == '{' && !in_bracket(layout) &&
		(layout->first == OOMT_TOK_CHAIN ||
		 layout->first == OOMT_TOK_SET);
	bracket = &layout->bracket[layout->depth++];
	bracket->span = token.span;
	bracket->kind = block ? 'b' : token.kind == '(' ? '(' :
			layout->depth == 1 &&
			layout->first == OOMT_TOK_WORD ? 'x' : 'l';
	token = give(p, token);
	if (block)
		statement_ends(p);
	return token;
}

/* The innermost block is over: SEP first if a statement is open, then }. */
static struct oomt_token close_block(struct oomt_parse *p,
				     struct oomt_token token)
{
	struct oomt_layout *layout = &p->layout;

	if (layout->first) {
		raw_back(layout, token);
		statement_ends(p);
		return give(p, sep_at(token.span));
	}
	layout->depth--;
	token = give(p, token);
	statement_ends(p);
	return token;
}

static struct oomt_token close_bracket(struct oomt_parse *p,
				       struct oomt_token token, bool *dropped)
{
	struct oomt_layout *layout = &p->layout;
	unsigned int i;

	*dropped = false;
	if (token.kind == ')') {
		if (in_bracket(layout) &&
		    layout->bracket[layout->depth - 1].kind == '(')
			layout->depth--;
		return give(p, token);
	}
	/* A } closes the nearest brace; parentheses in it stay open. */
	for (i = layout->depth; i && layout->bracket[i - 1].kind == '('; i--)
		;
	if (!i) {
		oomt_parse_error(p, "unmatched-brace", token.span,
				 "this } closes nothing");
		*dropped = true;
		return token;
	}
	layout->depth = i;
	if (layout->bracket[i - 1].kind == 'b')
		return close_block(p, token);
	layout->depth--;
	return give(p, token);
}

/* The innermost is a block, and the file ends, or another chain begins. */
static struct oomt_token close_missing(struct oomt_parse *p,
				       struct oomt_token next)
{
	struct oomt_layout *layout = &p->layout;
	struct oomt_token brace = { .kind = '}', .span = next.span };
	struct oomt_span open;

	open = layout->bracket[layout->depth - 1].span;
	oomt_parse_error(p, "missing-brace", open, "this { is never closed");
	raw_back(layout, next);
	brace.span.end = brace.span.begin;
	return close_block(p, brace);
}

/* The file ends: whatever is open is closed first. */
static struct oomt_token close_all(struct oomt_parse *p,
				   struct oomt_token token)
{
	struct oomt_layout *layout = &p->layout;

	if (layout->depth && !layout->ended)
		return close_missing(p, token);
	if (layout->first) {
		raw_back(layout, token);
		statement_ends(p);
		return give(p, sep_at(token.span));
	}
	layout->ended = true;
	return token;
}

struct oomt_token oomt_layout_next(struct oomt_parse *p)
{
	struct oomt_layout *layout = &p->layout;
	struct oomt_token token, next;
	bool dropped;

	if (!layout->first) {
		p->reported = false;
		p->verdict_seen = false;
		p->match_late = false;
	}
	for (;;) {
		token = raw_next(p);
		if (layout->ended)
			token.kind = OOMT_RAW_END;
		switch (token.kind) {
		case OOMT_RAW_NEWLINE:
			if (newline_is_space(p, &next)) {
				raw_back(layout, next);
				continue;
			}
			raw_back(layout, next);
			if (!layout->first)
				continue;
			statement_ends(p);
			return give(p, sep_at(token.span));
		case ';':
			while (in_bracket(layout))
				layout->depth--;
			if (!layout->first)
				continue;
			statement_ends(p);
			token.kind = OOMT_TOK_SEP;
			return give(p, token);
		case OOMT_RAW_END:
			while (in_bracket(layout))
				layout->depth--;
			if (!layout->first && !layout->depth &&
			    !layout->ended && oomt_include_leave(p))
				continue;
			return close_all(p, token);
		case '{':
		case '(':
			return open_bracket(p, token);
		case '}':
		case ')':
			token = close_bracket(p, token, &dropped);
			if (dropped)
				continue;
			return token;
		case OOMT_TOK_CHAIN:
		case OOMT_TOK_SET:
			if (!layout->first && layout->depth)
				return close_missing(p, token);
			return give(p, token);
		default:
			return give(p, token);
		}
	}
}
