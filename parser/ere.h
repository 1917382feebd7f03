/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * POSIX extended regular expressions, read into a tree.  Called by resolve (is
 * one well-formed, how short can a match be) and by nfa_ere.c, which makes
 * states of it.  Bytes are bytes, classes those of the C locale.  What POSIX
 * leaves undefined is an error here, so that nobody learns our reading of it.
 */
#ifndef OOMT_PARSER_ERE_H
#define OOMT_PARSER_ERE_H

#include "compat.h"

/* So many states may one expression come to, repeats written out. */
#define OOMT_ERE_STATES_MAX	8192
#define OOMT_ERE_REPEAT_MAX	255
#define OOMT_ERE_NESTING_MAX	64

enum oomt_ere_kind {
	OOMT_ERE_SET,		/* one byte of the set */
	OOMT_ERE_BEGIN,		/* ^ */
	OOMT_ERE_END,		/* $ */
	OOMT_ERE_CAT,		/* all children, in order */
	OOMT_ERE_ALT,		/* one of the children */
	OOMT_ERE_REPEAT,	/* one child, min to max times */
};

struct oomt_ere_node {
	enum oomt_ere_kind kind;
	u32 child, child_last;	/* 0: none */
	u32 next;		/* sibling; 0: none */
	u32 min, max;		/* max U32_MAX: any number */
	u64 set[4];
};

struct oomt_ere {
	struct oomt_ere_node *node;	/* 0 is unused */
	u32 count, room, root;
	size_t shortest;		/* bytes of the shortest match */
	u32 states;			/* about, repeats written out */
	/* of a refused one */
	const char *error;		/* static */
	size_t error_at, error_len;	/* in the text */
};

/*
 * 0; -EINVAL with error, error_at and error_len; -ENOMEM.  oomt_ere_exit()
 * in any case.
 */
int oomt_ere_parse(struct oomt_ere *ere, const char *text, size_t len);
void oomt_ere_exit(struct oomt_ere *ere);

#endif /* OOMT_PARSER_ERE_H */
