// SPDX-License-Identifier: GPL-2.0-only OR MIT
/* Lint of lists and sets: what is there twice, and names that are paths. */
#include <stdlib.h>
#include <string.h>
#include "globs.h"
#include "lint.h"
#include "names.h"

static int text_compare(const struct oomt_elem *a, const struct oomt_elem *b)
{
	size_t len = a->lit.len < b->lit.len ? a->lit.len : b->lit.len;
	int order = len ? memcmp(a->lit.text, b->lit.text, len) : 0;

	return order ? order : a->lit.len < b->lit.len ? -1 :
			       a->lit.len > b->lit.len;
}

static int number_compare(const struct oomt_elem *a, const struct oomt_elem *b)
{
	int fa = a->lo_percent * 2 + a->hi_percent;
	int fb = b->lo_percent * 2 + b->hi_percent;

	if (fa != fb)
		return fa - fb;
	if (a->lo != b->lo)
		return a->lo < b->lo ? -1 : 1;
	return a->hi > b->hi ? -1 : a->hi < b->hi;
}

/* Equal ones in the order of the text, so that the later one is at fault. */
static int place_compare(const struct oomt_elem *a, const struct oomt_elem *b)
{
	return a->span.begin < b->span.begin ? -1 :
	       a->span.begin > b->span.begin;
}

static int text_order(const void *a, const void *b)
{
	const struct oomt_elem *x = *(struct oomt_elem *const *)a;
	const struct oomt_elem *y = *(struct oomt_elem *const *)b;
	int order = text_compare(x, y);

	return order ? order : place_compare(x, y);
}

static int number_order(const void *a, const void *b)
{
	const struct oomt_elem *x = *(struct oomt_elem *const *)a;
	const struct oomt_elem *y = *(struct oomt_elem *const *)b;
	int order = number_compare(x, y);

	return order ? order : place_compare(x, y);
}

/* Whether everything that is in `b` is in `a`, which comes first in order. */
static bool covers(const struct oomt_elem *a, const struct oomt_elem *b,
		   bool text)
{
	if (text)
		return !text_compare(a, b);
	if (a->lo_percent != b->lo_percent || a->hi_percent != b->hi_percent)
		return false;
	if (a->lo_percent != a->hi_percent)
		return !number_compare(a, b);
	return a->lo <= b->lo && b->hi <= a->hi;
}

/* Of one list so many are named; the rest is only counted. */
#define DUPLICATES_MAX	5

static void duplicates_warn(struct oomt_lint *lint,
			    const struct oomt_elem **sorted, u32 n, bool text)
{
	const struct oomt_elem *kept = NULL, *later = NULL;
	u32 found = 0, i;

	for (i = 0; i < n; i++) {
		if (!kept || !covers(kept, sorted[i], text)) {
			kept = sorted[i];
			continue;
		}
		if (++found > DUPLICATES_MAX)
			continue;
		/* A range that comes later covers what stands before it. */
		later = place_compare(kept, sorted[i]) > 0 ? kept : sorted[i];
		oomt_lint_warn(lint, "duplicate-element", later->span,
			       later == kept ?
				"this covers an element before it" :
				"this is in the list already");
	}
	if (found > DUPLICATES_MAX)
		oomt_lint_warn(lint, "duplicate-element", later->span,
			       "and %u more elements of the list are there twice",
			       found - DUPLICATES_MAX);
}

static void duplicates_find(struct oomt_lint *lint, unsigned int field,
			    const struct oomt_elem *first, u32 n)
{
	bool text = oomt_field_is_text(field);
	const struct oomt_elem **sorted = malloc(n * sizeof(*sorted));
	u32 i = 0;

	if (!sorted) {
		lint->diags->out_of_memory = true;
		return;
	}
	for (; first; first = first->next)
		sorted[i++] = first;
	qsort(sorted, n, sizeof(*sorted), text ? text_order : number_order);
	duplicates_warn(lint, sorted, n, text);
	free(sorted);
}

/* A path has no empty component, and that of a cgroup begins with '/'. */
static void path_lint(struct oomt_lint *lint, unsigned int field,
		      const struct oomt_elem *elem, bool scope)
{
	struct oomt_glob glob = {
		.text = elem->lit.text, .len = elem->lit.len, .path = true,
	};
	bool slash = false, empty = false, byte;
	struct oomt_glob_item item;
	u32 items = 0;

	while (oomt_glob_next(&glob, &item) > 0) {
		byte = item.kind == OOMT_GLOB_BYTE;
		if (!items++ && byte && item.byte != '/' &&
		    field == OOMT_F_CGROUP)
			oomt_lint_warn(lint, "never-matches", elem->span,
				       "the path of every cgroup begins with /: this matches none");
		empty |= slash && (item.kind == OOMT_GLOB_COMPONENTS ||
				   item.kind == OOMT_GLOB_TAIL ||
				   (byte && item.byte == '/'));
		slash = byte && item.byte == '/';
	}
	/* A scope takes in what is below, with or without the slash. */
	if (empty || (slash && items > 1 && !scope))
		oomt_lint_warn(lint, "never-matches", elem->span,
			       "no component of a path is empty: this matches nothing below");
}

void oomt_lint_scope(struct oomt_lint *lint, const struct oomt_value *scope)
{
	const struct oomt_elem *elem;

	if (!scope || scope->kind == OOMT_VALUE_SET)
		return;
	for (elem = scope->elem; elem; elem = elem->next)
		path_lint(lint, OOMT_F_CGROUP, elem, true);
}

void oomt_lint_elems(struct oomt_lint *lint, unsigned int field,
		     const struct oomt_elem *first)
{
	bool path = oomt_field_type(field) == OOMT_T_PATH;
	const struct oomt_elem *elem;
	u32 n = 0;

	for (elem = first; elem && path; elem = elem->next)
		if (!elem->regex)
			path_lint(lint, field, elem, false);
	for (elem = first; elem; elem = elem->next, n++)
		if (field == OOMT_F_COMM && !elem->regex && elem->lit.len &&
		    elem->lit.text[0] == '/')
			oomt_lint_warn(lint, "comm-path", elem->span,
				       "comm is a name without its path: this matches hardly anything");
	if (n > 1)
		duplicates_find(lint, field, first, n);
}
