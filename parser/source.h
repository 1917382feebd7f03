/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * Source texts: files and strings that were read, kept as long as any place in
 * them may be shown.  A span is a piece of one text.
 */
#ifndef OOMT_PARSER_SOURCE_H
#define OOMT_PARSER_SOURCE_H

#include <stdbool.h>
#include <stddef.h>

/* A text beyond this is refused (EFBIG) before anything looks at it. */
#define OOMT_SOURCE_MAX		(32U << 20)

struct oomt_source {
	char *name;			/* as given: "rules/desktop.oom" */
	char *text;			/* NUL-terminated; may hold NULs too */
	size_t size;
	const struct oomt_source *parent;	/* that included it, or NULL */
	unsigned int parent_line;
	unsigned long long dev, ino;	/* of a file; 0, 0: no file */
	struct oomt_source *next;	/* list of the owner (the policy) */
	size_t *line_begin;		/* [lines]: where each line begins */
	unsigned int lines;
};

/* [begin, end) in bytes of source->text; line and column of `begin`, from 1. */
struct oomt_span {
	const struct oomt_source *source;	/* NULL: no place */
	size_t begin, end;
	unsigned int line, col;
};

/* Reads a file; "-" is standard input.  NULL with errno. */
struct oomt_source *oomt_source_read(const char *path);
/* Copies a text.  NULL with errno. */
struct oomt_source *oomt_source_text(const char *name, const char *text,
				     size_t size);
/* Frees the whole list that begins here. */
void oomt_source_free(struct oomt_source *source);

/* The name without its directories: "desktop.oom". */
const char *oomt_source_basename(const struct oomt_source *source);

/* Line `line` (from 1), borrowed, without its newline; NULL: no such line. */
const char *oomt_source_line(const struct oomt_source *source,
			     unsigned int line, size_t *len);

/* From the beginning of `a` to the end of `b` (of the same text, behind it). */
struct oomt_span oomt_span_join(struct oomt_span a, struct oomt_span b);

#endif /* OOMT_PARSER_SOURCE_H */
