/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * The lexer of snapshots: words of the form KEY or KEY=VALUE, and values read
 * out of them.  Each reports what is wrong where it stands.  Used by
 * snapshot_parse.c only.
 */
#ifndef OOMT_OOMCTL_SNAPSHOT_WORDS_H
#define OOMT_OOMCTL_SNAPSHOT_WORDS_H

#include "snapshot_line.h"

/* The reader's place in the text. */
struct snap_reader {
	struct snap_lines *lines;
	const struct oomt_source *source;
	struct oomt_diags *diags;
	size_t pos, line_begin;
	unsigned int line;
	bool more;			/* only lines for the last sample */
	bool failed;			/* some error */
	bool out_of_memory;
};

/* KEY or KEY=VALUE.  `value` is unescaped and belongs to the lines. */
struct snap_word {
	struct oomt_span span;		/* all of it */
	struct oomt_span value_span;
	const char *key;
	size_t key_len;
	const char *value;		/* NULL: no '=' */
	size_t value_len;
};

/* Reports an error at a span; the reader goes on. */
#define snap_fail(r, id, span, ...) do {				\
	(r)->failed = true;						\
	oomt_diag_add((r)->diags, OOMT_ERROR, (id), (span), __VA_ARGS__); \
} while (0)

struct oomt_span snap_span(const struct snap_reader *r, size_t begin,
			   size_t end);

/* Goes to the beginning of the next line. */
void snap_line_skip(struct snap_reader *r);
/* Skips blanks; false at a comment or at the end of the line. */
bool snap_word_begins(struct snap_reader *r);
/* The next word of the line: 1; 0: no more; negative: the line is lost. */
int snap_word_read(struct snap_reader *r, struct snap_word *word);
bool snap_word_is(const struct snap_word *word, const char *text);

/* Whether it has a value that is not empty; says so if not. */
bool snap_has_value(struct snap_reader *r, const struct snap_word *word);

/* Each: false, and said why, if the value is not of this form. */
bool snap_size(struct snap_reader *r, const struct snap_word *word,
	       s64 *value);
bool snap_percent(struct snap_reader *r, const struct snap_word *word,
		  s64 *value);
bool snap_number(struct snap_reader *r, const struct snap_word *word,
		 s64 min, s64 max, s64 *value);
bool snap_duration(struct snap_reader *r, const struct snap_word *word,
		   s64 *value);
/* The time of an `at`, which is a key. */
bool snap_time(struct snap_reader *r, const struct snap_word *word,
	       s64 *value);

#endif /* OOMT_OOMCTL_SNAPSHOT_WORDS_H */
