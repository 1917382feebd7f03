// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Defines.  Their places are known before the text is parsed (include.c), so
 * one may be used before it stands; its value is read by a parser of its own
 * when it is wanted first.  What is wrong with it is said where the text comes
 * to it, not where it is used.  Every use is a copy with the place of the use.
 */
#include <stdlib.h>
#include <string.h>
#include "parse.h"
#include "grammar.h"
#include "suggest.h"

#define DEPTH_MAX	32	/* defines that name defines */
#define COPIED_MAX	(4U << 20)	/* or some lines mean gigabytes */

struct oomt_define *oomt_define_add(struct oomt_parse *p,
				    struct oomt_span name,
				    struct oomt_place begin)
{
	struct oomt_define *define;
	bool is_new;

	define = oomt_define_open(p->policy, oomt_span_text(name),
				  name.end - name.begin, &is_new);
	if (!define) {
		p->out_of_memory = true;
		return NULL;
	}
	if (!is_new)
		return NULL;
	define->name_span = name;
	define->begin = begin;
	define->end = name.end;
	return define;
}

void oomt_build_define(struct oomt_parse *p, struct oomt_span name,
		       struct oomt_value *value)
{
	struct oomt_define *define;

	if (p->define) {
		p->define->value = p->reported ? NULL : value;
		return;
	}
	define = oomt_define_find(p->policy, oomt_span_text(name),
				  name.end - name.begin);
	if (memchr(oomt_span_text(name), '.', name.end - name.begin))
		oomt_parse_error(p, "bad-name", name, "a name has no dots");
	else if (define && (define->name_span.source != name.source ||
			    define->name_span.begin != name.begin))
		oomt_parse_error(p, "duplicate", name,
				 "%s is defined already, line %u",
				 define->name, define->name_span.line);
}

static int define_read(struct oomt_parse *p, struct oomt_define *define)
{
	struct oomt_parse *sub = calloc(1, sizeof(*sub));
	struct oomt_diags quiet;

	if (!sub)
		return -ENOMEM;
	oomt_diags_init(&quiet);
	sub->policy = p->policy;
	sub->diags = &quiet;
	sub->loud = p->loud ? p->loud : p->diags;
	sub->define = define;
	sub->depth = p->depth + 1;
	sub->scan = (struct oomt_scan){
		.source = define->name_span.source,
		.diags = &quiet,
		.offset = define->begin.offset,
		.line_begin = define->begin.line_begin,
		.line = define->begin.line,
		.end = define->end,
	};
	if (oomt_scan_init(&sub->scan, &sub->layout.scanner)) {
		sub->out_of_memory = true;
	} else {
		oomt_yyparse(sub);
		oomt_scan_exit(sub->layout.scanner);
	}
	p->out_of_memory |= sub->out_of_memory;
	oomt_diags_exit(&quiet);
	free(sub);
	return p->out_of_memory ? -ENOMEM : 0;
}

static void define_unknown(struct oomt_parse *p, struct oomt_span span)
{
	char did_you[OOMT_SUGGEST_TEXT];
	struct oomt_suggest suggest;
	u32 i;

	oomt_suggest_init(&suggest, oomt_span_text(span) + 1,
			  span.end - span.begin - 1);
	for (i = 0; i < p->policy->define_count && i < 1000 &&
	     !oomt_diags_full(p->diags); i++)
		oomt_suggest_offer(&suggest, p->policy->define[i]->name);
	oomt_parse_error(p, "unknown-define", span, "there is no define %.*s%s",
			 oomt_span_len(span) - 1, oomt_span_text(span) + 1,
			 oomt_suggest_text(&suggest, did_you));
}

/* Reported even from within a define that is read quietly. */
static void define_circle(struct oomt_parse *p, struct oomt_span span,
			  struct oomt_define *define, const char *text)
{
	oomt_diag_add(p->loud ? p->loud : p->diags, OOMT_ERROR,
		      "define-circle", span, text, define->name);
	define->circle = true;
	p->reported = true;
}

/* NULL: an error is or will be reported, or p->out_of_memory. */
static const struct oomt_value *define_value(struct oomt_parse *p,
					     struct oomt_span span)
{
	struct oomt_define *define;

	define = oomt_define_find(p->policy, oomt_span_text(span) + 1,
				  span.end - span.begin - 1);
	if (!define) {
		define_unknown(p, span);
		return NULL;
	}
	define->uses++;
	if (define->state == OOMT_DEFINE_READING) {
		if (!define->circle)
			define_circle(p, span, define,
				      "$%.40s is defined by itself");
		return NULL;
	}
	if (define->state == OOMT_DEFINE_NEW) {
		if (p->depth == DEPTH_MAX) {
			define_circle(p, span, define,
				      "$%.40s is too many defines away");
			return NULL;
		}
		define->state = OOMT_DEFINE_READING;
		define_read(p, define);
		define->state = OOMT_DEFINE_READ;
	}
	if (!define->value)
		p->reported = true;
	return define->value;
}

void oomt_build_define_literal(struct oomt_parse *p, struct oomt_span span,
			       struct oomt_literal *lit)
{
	const struct oomt_value *value = define_value(p, span);

	*lit = (struct oomt_literal){ .span = span, .kind = OOMT_L_BAD };
	if (!value)
		return;
	if (value->kind != OOMT_VALUE_LITERAL) {
		oomt_parse_error(p, "define-kind", span,
				 "%.*s is not a single value, as is wanted here",
				 oomt_span_len(span), oomt_span_text(span));
		return;
	}
	*lit = value->elem->lit;
	lit->span = span;
}

/* A copy of elements; 0 or -ENOMEM. */
static int elems_copy(struct oomt_parse *p, const struct oomt_elem *from,
		      struct oomt_span span, struct oomt_elems *to)
{
	struct oomt_elem *elem;

	*to = (struct oomt_elems){ 0 };
	for (; from; from = from->next) {
		if (p->policy->copied == COPIED_MAX && to->first) {
			oomt_parse_error(p, "too-large", span,
					 "the lists of all defines together have more than %u elements",
					 COPIED_MAX);
			return 0;
		}
		p->policy->copied += p->policy->copied < COPIED_MAX;
		elem = oomt_elem_new(p->policy, &from->lit, from->upper);
		if (!elem)
			return -ENOMEM;
		elem->span = elem->lit.span = span;
		if (elem->upper)
			elem->upper->span = span;
		if (to->last)
			to->last->next = elem;
		else
			to->first = elem;
		to->last = elem;
		to->count++;
	}
	return 0;
}

int oomt_build_define_elems(struct oomt_parse *p, struct oomt_span span,
			    struct oomt_elems *elems)
{
	const struct oomt_literal bad = { .span = span, .kind = OOMT_L_BAD };
	const struct oomt_value *value = define_value(p, span);

	if (value && value->kind != OOMT_VALUE_SET)
		return elems_copy(p, value->elem, span, elems);
	if (value)
		oomt_parse_error(p, "define-kind", span,
				 "%.*s is a set: a set cannot stand in a list",
				 oomt_span_len(span), oomt_span_text(span));
	elems->first = elems->last = oomt_elem_new(p->policy, &bad, NULL);
	elems->count = 1;
	return elems->first ? 0 : -ENOMEM;
}

int oomt_build_define_value(struct oomt_parse *p, struct oomt_span span,
			    struct oomt_value **value)
{
	const struct oomt_literal bad = { .span = span, .kind = OOMT_L_BAD };
	const struct oomt_value *from = define_value(p, span);
	struct oomt_elems elems = { 0 };

	if (!from)
		elems.first = oomt_elem_new(p->policy, &bad, NULL);
	else if (elems_copy(p, from->elem, span, &elems))
		return -ENOMEM;
	*value = oomt_value_new(p->policy, span,
				from ? from->kind : OOMT_VALUE_LITERAL,
				elems.first);
	if (!*value || (!from && !elems.first))
		return -ENOMEM;
	if (from)
		(*value)->name = from->name;
	return 0;
}
