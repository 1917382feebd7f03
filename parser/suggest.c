// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Nearest word by edit distance (insert, delete, replace, swap of two
 * neighbours), without regard to case.  Called when an error is reported.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include "suggest.h"

#define WORD_MAX	40

static unsigned int least(unsigned int a, unsigned int b)
{
	return a < b ? a : b;
}

static unsigned int edit_distance(const char *a, size_t na, const char *b,
				  size_t nb)
{
	unsigned int row[3][WORD_MAX + 1];
	unsigned int *older = row[0], *old = row[1], *now = row[2], *swap;
	size_t i, j;

	for (j = 0; j <= nb; j++)
		old[j] = j;
	for (i = 1; i <= na; i++) {
		now[0] = i;
		for (j = 1; j <= nb; j++) {
			int ca = tolower((unsigned char)a[i - 1]);
			int cb = tolower((unsigned char)b[j - 1]);
			unsigned int d = old[j - 1] + (ca != cb);

			d = least(d, least(old[j], now[j - 1]) + 1);
			if (i > 1 && j > 1 &&
			    ca == tolower((unsigned char)b[j - 2]) &&
			    cb == tolower((unsigned char)a[i - 2]))
				d = least(d, older[j - 2] + 1);
			now[j] = d;
		}
		swap = older;
		older = old;
		old = now;
		now = swap;
	}
	return old[nb];
}

void oomt_suggest_init(struct oomt_suggest *suggest, const char *word,
		       size_t len)
{
	suggest->word = word;
	suggest->len = len;
	suggest->best = NULL;
	/* A third of the word may be wrong, at least one letter. */
	suggest->distance = len / 3 + (len < 3) + 1;
}

void oomt_suggest_offer(struct oomt_suggest *suggest, const char *known)
{
	size_t len = strlen(known);
	unsigned int d;

	if (!len || len > WORD_MAX || suggest->len > WORD_MAX)
		return;
	d = edit_distance(suggest->word, suggest->len, known, len);
	/* A beginning of a longer word is meant for it. */
	if (suggest->len >= 3 && suggest->len < len &&
	    !memcmp(suggest->word, known, suggest->len))
		d = 1;
	if (d < suggest->distance && d < len) {
		suggest->distance = d;
		suggest->best = known;
	}
}

const char *oomt_suggest_text(const struct oomt_suggest *suggest,
			      char buf[OOMT_SUGGEST_TEXT])
{
	buf[0] = '\0';
	if (suggest->best)
		snprintf(buf, OOMT_SUGGEST_TEXT, "; did you mean %s?",
			 suggest->best);
	return buf;
}
