// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Regular expressions by regexec(3): POSIX extended, unanchored, bytes (a
 * program is in the C locale until it asks for another).
 */
#include <assert.h>
#include <regex.h>
#include "naive_parts.h"

#define KEPT	32	/* compiled ones */

static struct {
	char *ere;
	regex_t regex;
} kept[KEPT];
static u32 next;

static const regex_t *compiled(const char *ere)
{
	u32 i;

	for (i = 0; i < KEPT; i++)
		if (kept[i].ere && !strcmp(kept[i].ere, ere))
			return &kept[i].regex;
	i = next++ % KEPT;
	if (kept[i].ere) {
		regfree(&kept[i].regex);
		free(kept[i].ere);
	}
	kept[i].ere = strdup(ere);
	assert(kept[i].ere);
	if (regcomp(&kept[i].regex, ere, REG_EXTENDED | REG_NOSUB))
		assert(!"an expression that regcomp(3) knows");
	return &kept[i].regex;
}

bool naive_regex(const char *ere, size_t len, const char *text)
{
	assert(strlen(ere) == len);
	return !regexec(compiled(ere), text, 0, NULL, 0);
}
