/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * A case file taken apart into sections; see README.md for the format.
 */
#ifndef OOMT_TESTS_CASE_H
#define OOMT_TESTS_CASE_H

#include <stddef.h>

#define CASE_SECTIONS_MAX	32

struct case_section {
	char word[16];		/* "policy" */
	char option[64];	/* "load", "rules/x.oom", or "" */
	const char *text;	/* in the case's own text */
	size_t len;
	unsigned int line;	/* of its first line */
};

struct case_file {
	char *text;
	struct case_section section[CASE_SECTIONS_MAX];
	unsigned int sections;
};

/* NULL, or what is wrong with the file (static). */
const char *case_read(const char *path, struct case_file *file);
void case_free(struct case_file *file);

/* The first section of that word; NULL: none. */
const struct case_section *case_find(const struct case_file *file,
				     const char *word);

#endif /* OOMT_TESTS_CASE_H */
