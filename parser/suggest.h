/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * "Did you mean": the nearest of some known words to a mistyped one.
 */
#ifndef OOMT_PARSER_SUGGEST_H
#define OOMT_PARSER_SUGGEST_H

#include <stddef.h>

struct oomt_suggest {
	const char *word;		/* as written, `len` bytes */
	size_t len;
	const char *best;		/* NULL: none is near */
	unsigned int distance;
};

void oomt_suggest_init(struct oomt_suggest *suggest, const char *word,
		       size_t len);
/* Considers one known word; it is kept by reference. */
void oomt_suggest_offer(struct oomt_suggest *suggest, const char *known);

/* Room for the text of oomt_suggest_text(). */
#define OOMT_SUGGEST_TEXT	96

/* "; did you mean X?", or "".  Written to buf, returned. */
const char *oomt_suggest_text(const struct oomt_suggest *suggest,
			      char buf[OOMT_SUGGEST_TEXT]);

#endif /* OOMT_PARSER_SUGGEST_H */
