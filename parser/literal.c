// SPDX-License-Identifier: GPL-2.0-only OR MIT
/*
 * Numbers with units, to and from text; language.md 2.  No floating point:
 * a percentage is basis points, a decimal is hundredths.
 */
#include <stdio.h>
#include <string.h>
#include "literal.h"

#define NS_PER_MS	1000000LL

struct unit {
	const char *name;
	enum oomt_literal_kind kind;
	s64 factor;
};

/* The first of equal factors is the one that is printed. */
static const struct unit units[] = {
	{ "K", OOMT_L_SIZE, 1LL << 10 },
	{ "M", OOMT_L_SIZE, 1LL << 20 },
	{ "G", OOMT_L_SIZE, 1LL << 30 },
	{ "T", OOMT_L_SIZE, 1LL << 40 },
	{ "KiB", OOMT_L_SIZE, 1LL << 10 },
	{ "MiB", OOMT_L_SIZE, 1LL << 20 },
	{ "GiB", OOMT_L_SIZE, 1LL << 30 },
	{ "TiB", OOMT_L_SIZE, 1LL << 40 },
	{ "ms", OOMT_L_TIME, NS_PER_MS },
	{ "s", OOMT_L_TIME, 1000 * NS_PER_MS },
	{ "m", OOMT_L_TIME, 60 * 1000 * NS_PER_MS },
	{ "h", OOMT_L_TIME, 3600 * 1000 * NS_PER_MS },
	{ "d", OOMT_L_TIME, 24 * 3600 * 1000 * NS_PER_MS },
};

static const struct unit *unit_find(const char *text, size_t len)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(units); i++)
		if (strlen(units[i].name) == len &&
		    !memcmp(units[i].name, text, len))
			return &units[i];
	return NULL;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Digits from text[*at]; false: too many for an s64. */
static bool digits_read(const char *text, size_t len, size_t *at, s64 *value)
{
	s64 v = 0;

	for (; *at < len && is_digit(text[*at]); ++*at) {
		int digit = text[*at] - '0';

		if (v > (S64_MAX - digit) / 10)
			return false;
		v = v * 10 + digit;
	}
	*value = v;
	return true;
}

/* Hundredths from ".5" or ".25"; -1: not one or two digits. */
static int hundredths_read(const char *text, size_t len, size_t *at)
{
	size_t begin = ++*at;
	int value = 0;

	while (*at < len && is_digit(text[*at])) {
		if (*at - begin >= 2)
			return -1;
		value = value * 10 + text[(*at)++] - '0';
	}
	if (*at == begin)
		return -1;
	return *at - begin == 1 ? value * 10 : value;
}

enum oomt_literal_error oomt_literal_parse(const char *text, size_t len,
					   enum oomt_literal_kind *kind,
					   s64 *value, size_t *unit_at)
{
	const struct unit *unit;
	bool fraction = false;
	int hundredths = 0;
	size_t at = 0;
	s64 whole;

	*kind = OOMT_L_NUMBER;
	*value = 0;
	*unit_at = len;
	if (!len || !is_digit(text[0]))
		return OOMT_LE_DIGITS;
	if (!digits_read(text, len, &at, &whole))
		return OOMT_LE_RANGE;
	if (at < len && text[at] == '.') {
		fraction = true;
		hundredths = hundredths_read(text, len, &at);
		if (hundredths < 0)
			return OOMT_LE_DIGITS;
	}
	*unit_at = at;
	if (at == len && !fraction) {
		*value = whole;
		return OOMT_LE_NONE;
	}
	if (at == len || (at + 1 == len && text[at] == '%')) {
		*kind = at == len ? OOMT_L_DECIMAL : OOMT_L_PERCENT;
		if (whole > (S64_MAX - hundredths) / 100)
			return OOMT_LE_RANGE;
		*value = whole * 100 + hundredths;
		return OOMT_LE_NONE;
	}
	unit = unit_find(text + at, len - at);
	if (!unit)
		return OOMT_LE_UNIT;
	if (fraction)
		return OOMT_LE_FRACTION;
	*kind = unit->kind;
	if (whole > (unit->kind == OOMT_L_SIZE ? OOMT_SIZE_MAX : S64_MAX) /
			    unit->factor)
		return OOMT_LE_RANGE;
	*value = whole * unit->factor;
	return OOMT_LE_NONE;
}

/* The largest unit of the kind that divides the value, by its short name. */
static const struct unit *unit_for(enum oomt_literal_kind kind, s64 value)
{
	const struct unit *best = NULL;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(units); i++)
		if (units[i].kind == kind && !(value % units[i].factor) &&
		    (!best || units[i].factor > best->factor))
			best = &units[i];
	return best;
}

const char *oomt_size_text(s64 bytes, char buf[OOMT_LITERAL_TEXT])
{
	const struct unit *unit = bytes ? unit_for(OOMT_L_SIZE, bytes) : NULL;

	snprintf(buf, OOMT_LITERAL_TEXT, "%lld%s",
		 (long long)(unit ? bytes / unit->factor : bytes),
		 unit ? unit->name : "");
	return buf;
}

const char *oomt_percent_text(s64 bp, char buf[OOMT_LITERAL_TEXT])
{
	s64 rest = bp % 100;

	if (!rest)
		snprintf(buf, OOMT_LITERAL_TEXT, "%lld%%",
			 (long long)(bp / 100));
	else if (!(rest % 10))
		snprintf(buf, OOMT_LITERAL_TEXT, "%lld.%lld%%",
			 (long long)(bp / 100), (long long)(rest / 10));
	else
		snprintf(buf, OOMT_LITERAL_TEXT, "%lld.%02lld%%",
			 (long long)(bp / 100), (long long)rest);
	return buf;
}

const char *oomt_time_text(s64 ns, char buf[OOMT_LITERAL_TEXT])
{
	const struct unit *unit = ns ? unit_for(OOMT_L_TIME, ns) : NULL;

	/* Less than a millisecond cannot be written; it does not occur. */
	snprintf(buf, OOMT_LITERAL_TEXT, "%lld%s",
		 (long long)(unit ? ns / unit->factor : ns / NS_PER_MS),
		 unit ? unit->name : "ms");
	return buf;
}

const char *oomt_rate_text(s64 bytes, char buf[OOMT_LITERAL_TEXT])
{
	s64 size = bytes < 0 ? -bytes : bytes;
	const struct unit *unit = size ? unit_for(OOMT_L_SIZE, size) : NULL;

	snprintf(buf, OOMT_LITERAL_TEXT, "%s%lld%s/s", bytes < 0 ? "-" : "",
		 (long long)(unit ? size / unit->factor : size),
		 unit ? unit->name : "");
	return buf;
}
