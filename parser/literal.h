/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Numbers as they are written, with their unit: 512, 4G, 25%, 2.5%, 30s.
 * What a field makes of one is resolve_value.c's business; oomctl reads
 * snapshots with the same function.
 */
#ifndef OOMT_PARSER_LITERAL_H
#define OOMT_PARSER_LITERAL_H

#include <stdbool.h>
#include <stddef.h>
#include "compat.h"

enum oomt_literal_kind {
	OOMT_L_NUMBER,		/* value */
	OOMT_L_DECIMAL,		/* 12.5: value in hundredths */
	OOMT_L_PERCENT,		/* value in basis points */
	OOMT_L_SIZE,		/* value in bytes */
	OOMT_L_TIME,		/* value in ns */
	OOMT_L_RATE,		/* value in bytes per second */
	OOMT_L_STRING,		/* quoted: text, no value */
	OOMT_L_WORD,		/* bare: text, no value */
	OOMT_L_BAD,		/* an error was reported: no value */
};

enum oomt_literal_error {
	OOMT_LE_NONE,
	OOMT_LE_DIGITS,		/* more than two places, or no digits */
	OOMT_LE_UNIT,		/* unknown unit */
	OOMT_LE_FRACTION,	/* a fraction where there is none */
	OOMT_LE_RANGE,		/* too large */
};

/*
 * Reads `len` bytes, an unsigned number with its unit.  Sizes are at most
 * OOMT_SIZE_MAX, all others at most S64_MAX.  On OOMT_LE_UNIT *unit is the
 * offset of the unit.
 */
enum oomt_literal_error oomt_literal_parse(const char *text, size_t len,
					   enum oomt_literal_kind *kind,
					   s64 *value, size_t *unit);

/* Room for the texts of the functions below. */
#define OOMT_LITERAL_TEXT	32

/* Shortest texts that read back as the same value: "4G", "2.5%", "90s". */
const char *oomt_size_text(s64 bytes, char buf[OOMT_LITERAL_TEXT]);
const char *oomt_percent_text(s64 bp, char buf[OOMT_LITERAL_TEXT]);
const char *oomt_time_text(s64 ns, char buf[OOMT_LITERAL_TEXT]);
/* "50M/s"; may be negative. */
const char *oomt_rate_text(s64 bytes, char buf[OOMT_LITERAL_TEXT]);

#endif /* OOMT_PARSER_LITERAL_H */
