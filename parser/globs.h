/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Globs, language.md 2 and 9.11, taken apart one item at a time.
 *
 *	text		*  any bytes	?  one byte	[a-z] [!a-z]	\X plain
 *	path		the same, but none of these takes a '/', and
 *	 **		any bytes
 *	 / ** /		(without the spaces) one or more components
 *	 / ** at the end: nothing, or '/' and any bytes
 *
 * Components are never empty.
 */
#ifndef OOMT_PARSER_GLOBS_H
#define OOMT_PARSER_GLOBS_H

#include "compat.h"

enum oomt_glob_kind {
	OOMT_GLOB_BYTE,		/* this byte */
	OOMT_GLOB_SET,		/* one byte of the set */
	OOMT_GLOB_RUN,		/* any number of bytes of the set */
	OOMT_GLOB_COMPONENTS,	/* '/' and a component, once or more */
	OOMT_GLOB_TAIL,		/* nothing, or '/' and any bytes; the last */
};

struct oomt_glob_item {
	enum oomt_glob_kind kind;
	unsigned char byte;
	u64 set[4];
};

struct oomt_glob {
	const char *text;
	size_t len, at;
	bool path;
	const char *error;	/* static; at `at` */
};

/* The next item: 1; 0 at the end; -1 with glob->error. */
int oomt_glob_next(struct oomt_glob *glob, struct oomt_glob_item *item);

/* What is known of a glob as a whole. */
struct oomt_glob_facts {
	size_t shortest;	/* bytes of the shortest string it matches */
	bool literal;		/* it matches one string only */
	const char *error;	/* NULL: well-formed */
	size_t error_at;
};

struct oomt_glob_facts oomt_glob_facts(const char *text, size_t len, bool path);

static inline bool oomt_byte_in(const u64 set[4], unsigned char byte)
{
	return set[byte >> 6] >> (byte & 63) & 1;
}

#endif /* OOMT_PARSER_GLOBS_H */
