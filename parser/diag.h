/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Diagnostics are data: what is wrong, where in which text, how it was
 * included.  The parser collects them and never prints; diag_print (parser/
 * diag.c) draws them with the source line and carets for whoever asks.
 */
#ifndef OOMT_PARSER_DIAG_H
#define OOMT_PARSER_DIAG_H

#include <stdarg.h>
#include <stdio.h>
#include "source.h"

enum oomt_severity {
	OOMT_WARNING,
	OOMT_ERROR,
};

/* One message.  `id` is its stable name ("unknown-field"), for tests. */
struct oomt_diag {
	enum oomt_severity severity;
	const char *id;			/* static */
	struct oomt_span span;
	char *text;			/* owned by the list */
};

struct oomt_diags {
	struct oomt_diag *diag;
	unsigned int count, capacity;
	unsigned int errors, warnings;	/* all of them, kept or not */
	unsigned int more;		/* beyond what is kept: only counted */
	bool out_of_memory;		/* some could not be kept */
};

void oomt_diags_init(struct oomt_diags *diags);
void oomt_diags_exit(struct oomt_diags *diags);

__attribute__((format(printf, 5, 6)))
void oomt_diag_add(struct oomt_diags *diags, enum oomt_severity severity,
		   const char *id, struct oomt_span span, const char *fmt, ...);

/*
 * So many are kept that further ones are only counted: what it costs to find
 * the right words for one more is wasted.
 */
#define OOMT_DIAGS_MAX	1000
static inline bool oomt_diags_full(const struct oomt_diags *diags)
{
	return diags->count >= OOMT_DIAGS_MAX;
}

/*
 * Prints all of them in order of place, each as
 *
 *	FILE:LINE:COL: error: text
 *	    source line
 *	    ^~~~
 *
 * preceded by the stack of includes.  Tabs in the source line are kept in the
 * caret line, wide and invalid UTF-8 does not shift the caret.
 */
void oomt_diags_print(FILE *out, const struct oomt_diags *diags);

#endif /* OOMT_PARSER_DIAG_H */
